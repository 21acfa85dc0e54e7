import CacheMetrics
import Polling
import RESP
import TestSupport
import Testing

/// Boards on a real server: read when they change, and not when they do not.
struct BoardTests {
    private let key = Array("lb".utf8)

    private func poller(_ server: RedisServer) -> Poller<ContinuousClock> {
        server.poller {
            $0.interval = .milliseconds(100)
            $0.boards = [key]
            $0.sampleBudget = 0
        }
    }

    private func board(_ poller: inout Poller<ContinuousClock>) async throws -> Board {
        let sample = try #require(await poller.nextSample())
        return try #require(sample.boards?.first { $0.key == key })
    }

    private func reads(_ server: RedisServer) async throws -> String {
        let info = InfoReport(try await server.send(["INFO", "commandstats"])[0].bytes ?? [])
        let line = info.text(of: InfoName("cmdstat_zrevrange")) ?? []
        return String(String(decoding: line, as: UTF8.self).prefix { $0 != "," })
    }

    @Test func `ranks are those of the server after every change`() async throws {
        let server = try await RedisServer.start()
        let fill = "for i = 1, 300 do redis.call('ZADD', 'lb', i, 'player:' .. i) end"
        try await server.send(["EVAL", fill, "0"])
        var poller = poller(server)
        _ = try await board(&poller)
        for change in 0..<25 {
            let player = "player:\((change * 37) % 300 + 1)"
            try await server.send(["ZINCRBY", "lb", "\(change * 11 - 40)", player])
            let wanted = try await server.send(["ZREVRANGE", "lb", "0", "49"])[0].elements ?? []
            // The server tells of a change on its own, so the next beat or the one after has it.
            var seen: [Board] = []
            for _ in 0..<3 { seen.append(try await board(&poller)) }
            #expect(seen[2].rows.map(\.member) == wanted.compactMap(\.bytes))
            #expect(seen[2].memberCount == 300)
        }
        try await server.send(["DEL", "lb"])
        _ = try await board(&poller)
        let gone = try await board(&poller)
        #expect(gone.state == .missing)
    }

    @Test func `a quiet board costs no command`() async throws {
        let server = try await RedisServer.start()
        try await server.send(["ZADD", "lb", "1", "a", "2", "b"])
        var poller = poller(server)
        for _ in 0..<3 { _ = try await board(&poller) }
        let before = try await reads(server)
        for _ in 0..<15 {
            let board = try await board(&poller)
            #expect(board.state == .read && board.rows.count == 2)
        }
        #expect(try await reads(server) == before)
        try await server.send(["FLUSHALL"])
        _ = try await board(&poller)
        let gone = try await board(&poller)
        #expect(gone.state == .missing)
    }

    @Test func `boards that vanish or become something else are not shown on`() async throws {
        let server = try await RedisServer.start()
        let keys = ["lb:one", "lb:two", "lb:three"]
        for key in keys { try await server.send(["ZADD", key, "1", "a", "2", "b"]) }
        var poller = server.poller {
            $0.interval = .milliseconds(100)
            $0.boards = keys.map { Array($0.utf8) }
            $0.sampleBudget = 0
        }
        for _ in 0..<5 { _ = await poller.nextSample() }
        try await server.send(["DEL", "lb:one", "lb:two", "lb:three"], ["SET", "lb:two", "x"])
        var boards: [Board] = []
        for _ in 0..<10 { boards = await poller.nextSample()?.boards ?? [] }
        #expect(boards.map(\.state) == [.missing, .wrongType, .missing])
        #expect(boards.allSatisfy { $0.rows.isEmpty && $0.memberCount == nil })
    }

    @Test func `a server that will not tell of changes is asked on each beat`() async throws {
        let server = try await RedisServer.start()
        try await server.send(["ZADD", "lb", "1", "a"])
        try await server.send(["ACL", "SETUSER", "default", "-client|tracking", "-client|caching"])
        var poller = poller(server)
        _ = try await board(&poller)
        let before = try await reads(server)
        for _ in 0..<5 { _ = try await board(&poller) }
        #expect(try await reads(server) != before)
    }

    @Test func `members too large to fetch are not fetched`() async throws {
        let server = try await RedisServer.start()
        let fill = "for i = 1, 3 do redis.call('ZADD', 'lb', i, i .. string.rep('x', 5000000)) end"
        try await server.send(["EVAL", fill, "0"])
        var poller = poller(server)
        _ = try await board(&poller)
        let board = try await board(&poller)
        #expect(board.state == .tooLarge)
        #expect(board.memberCount == 3)
        #expect(try await reads(server).isEmpty)
    }
}
