import CacheMetrics
import Foundation
import RESP
import TestSupport
import Testing

/// What holds on every server: Redis 6.2, 7.0 and 8.2, Valkey 8.1 and 9.1.
struct ServersTests {
    @Test(arguments: ServerProgram.allCases)
    func `the server is installed and is the version it is named for`(
        program: ServerProgram
    ) async throws {
        let server = try await RedisServer.start(on: program)
        let info = InfoReport(try await server.send(["INFO", "server"])[0].bytes ?? [])
        let isValkey = info[.valkeyVersion] != nil
        let version = try #require(info[isValkey ? .valkeyVersion : .redisVersion])
        let name = (isValkey ? "valkey-" : "redis-") + String(decoding: version, as: UTF8.self)
        #expect(name.hasPrefix(program.rawValue + "."))
    }
}
