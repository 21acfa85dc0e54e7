import CacheMetrics
import Polling
import RESP
import TestSupport
import Testing

/// Patterns of real key spaces, small and large, beside what was written.
struct PatternTests {
    /// What a dashboard knows once it has gone over all keys several times.
    private func table(of server: RedisServer) async throws -> (PatternTable, Sample) {
        var poller = server.poller {
            $0.interval = .milliseconds(100)
            $0.sampleBudget = 0.05
        }
        while true {
            let sample = try #require(await poller.nextSample())
            guard let survey = sample.survey, survey.sweeps >= 2 else { continue }
            return (survey.patterns, sample)
        }
    }

    @Test(.timeLimit(.minutes(4)), arguments: [1, 4, 30, 50, 300, 800, 2_500])
    func `every key is counted once, however few there are`(count: Int) async throws {
        let server = try await RedisServer.start()
        let fill = """
            for i = 1, ARGV[1] do redis.call('HSET', 'cart:' .. i, 'a', i) end
            redis.call('SET', 'config', 'x')
            """
        try await server.send(["EVAL", fill, "0", "\(count)"])
        let (table, sample) = try await table(of: server)
        let total = table.everything
        #expect(total.keys == UInt64(count + 1))
        #expect(sample.info.databases.first?.keys == UInt64(count + 1))
        let totals = KeyspaceTotals(keys: UInt64(count + 1), isComplete: true)
        let rows = table.rows(of: totals)
        #expect(rows.allSatisfy { $0.keys.isExact && $0.bytes?.isExact == true })
        let names = rows.map { String(decoding: $0.template ?? [], as: UTF8.self) }
        #expect(names.contains("config"))
        #expect(names.contains(count == 1 ? "cart:1" : "cart:*") || count < 8)
    }

    @Test(.timeLimit(.minutes(4)))
    func `big keys are found, and their bytes`() async throws {
        let server = try await RedisServer.start()
        let fill = """
            for i = 1, 3000 do redis.call('SET', 'small:' .. i, 'v' .. i) end
            for i = 1, 12 do redis.call('SET', 'blob:' .. i, string.rep('x', 500000)) end
            """
        try await server.send(["EVAL", fill, "0"])
        let (table, _) = try await table(of: server)
        let blobs = try #require(table.patterns.first { $0.template == Array("blob:*".utf8) })
        #expect(blobs.group.bigKeys == 12)
        #expect(blobs.group.bigBytes > 6_000_000)
    }
}
