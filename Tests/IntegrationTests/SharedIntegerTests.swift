import CacheMetrics
import Polling
import RESP
import TestSupport
import Testing

/// Without a memory limit small numbers are one object for all keys, and so is their clock.
struct SharedIntegerTests {
    @Test(arguments: ["allkeys-lfu", "noeviction"])
    func `a key that nobody read is never hot`(policy: String) async throws {
        let server = try await RedisServer.start("--maxmemory-policy", policy)
        let fill = """
            for i = 1, 300 do redis.call('SET', 'rate:' .. i, i % 3) end
            for i = 1, 300 do redis.call('SET', 'page:' .. i, 'text' .. i) end
            """
        try await server.send(["EVAL", fill, "0"])
        if policy == "noeviction" {
            // What is read now must differ from what was written then.
            while try await server.send(["OBJECT", "IDLETIME", "page:1"])[0].integer ?? 0 < 2 {}
        }
        let reads = "for i = 1, 3000 do redis.call('GET', 'rate:1') redis.call('GET', 'page:7') end"
        try await server.send(["EVAL", reads, "0"])
        let hottest = try await self.hottest(server)
        #expect(!hottest.contains { $0.hasPrefix("rate:") }, "\(hottest)")
        #expect(hottest.first == "page:7")
    }

    private func hottest(_ server: RedisServer) async throws -> [String] {
        var poller = server.poller { ($0.interval, $0.probeShare) = (.milliseconds(200), 1) }
        for _ in 0..<60 {
            guard let survey = await poller.nextSample()?.survey, survey.sweeps >= 2 else {
                continue
            }
            return survey.hottest.map { String(decoding: $0.key, as: UTF8.self) }
        }
        return []
    }
}
