import CacheMetrics
import Polling
import RESP
import RedisClient
import TestSupport
import Testing

/// What a dashboard says of versions, tags, encodings and values, beside what was written.
struct StudyTests {
    /// Watches until something is known of the patterns.
    private func patterns(
        of server: RedisServer,
        readsValues: Bool,
        until isKnown: (PatternTable) -> Bool
    ) async throws -> PatternTable {
        var poller = server.poller {
            $0.interval = .milliseconds(100)
            ($0.sampleBudget, $0.probeShare) = (0.05, 1)
            $0.readsValues = readsValues
        }
        while true {
            let sample = try #require(await poller.nextSample())
            guard let survey = sample.survey, survey.sweeps >= 2, isKnown(survey.patterns) else {
                continue
            }
            return survey.patterns
        }
    }

    private func pattern(_ template: String, in table: PatternTable) throws -> KeyPattern {
        try #require(table.patterns.first { $0.template == Array(template.utf8) })
    }

    @Test(.timeLimit(.minutes(4)))
    func `members of tags that are no key any more are counted`() async throws {
        let server = try await RedisServer.start()
        // Of 25 tags of 16 members each, every member of an odd number is gone; labels name no keys.
        let fill = """
            for i = 1, 400 do
                redis.call('SADD', 'tag:' .. i % 25, 'post:' .. i)
                if i % 2 == 0 then redis.call('SET', 'post:' .. i, 'x') end
                redis.call('SADD', 'label:' .. i % 25, 'word' .. i)
            end
            """
        try await server.send(["EVAL", fill, "0"])
        let table = try await patterns(of: server, readsValues: true) { table in
            table.patterns.contains { $0.members?.sets ?? 0 >= 20 }
        }
        let members = try #require(try pattern("tag:*", in: table).members)
        #expect(members.members == members.sets * 16)
        // Half of each tag's members are odd: of whole tags that are gone chance would choose too many.
        #expect(members.asked == members.sets * 16 && members.gone == members.sets * 8)
        let share = try #require(members.goneShare)
        #expect((share.low...share.high).contains(0.5), "\(members)")
        #expect(try pattern("label:*", in: table).members == nil)
    }

    @Test(.timeLimit(.minutes(4)))
    func `what packing would save is told of large strings alone`() async throws {
        let server = try await RedisServer.start()
        let fill = """
            for i = 1, 200 do
                local row = '{"id":' .. i .. ',"title":"a title that is longer","votes":12}'
                redis.call('SET', 'page:' .. i, '[' .. string.rep(row .. ',', 60) .. '{}]')
                redis.call('SET', 'small:' .. i, row)
            end
            """
        try await server.send(["EVAL", fill, "0"])
        let table = try await patterns(of: server, readsValues: true) { table in
            table.patterns.contains { $0.values?.values ?? 0 >= 20 }
        }
        let values = try #require(try pattern("page:*", in: table).values)
        #expect(values.json == values.values)
        #expect(values.bytes > 3_000 * values.values && values.bytes <= 4_096 * values.values)
        #expect(try #require(values.packedShare) < 0.1)
        #expect(try pattern("small:*", in: table).values == nil)
    }

    @Test(.timeLimit(.minutes(4)))
    func `no value is read unless that was allowed`() async throws {
        let server = try await RedisServer.start()
        let fill = """
            for i = 1, 100 do
                redis.call('SET', 'page:' .. i, string.rep('x', 4000))
                redis.call('SADD', 'tag:' .. i, 'page:' .. i)
            end
            """
        try await server.send(["EVAL", fill, "0"])
        let table = try await patterns(of: server, readsValues: false) { _ in true }
        #expect(table.patterns.allSatisfy { $0.values == nil && $0.members == nil })
        let info = InfoReport(try await server.send(["INFO", "commandstats"])[0].bytes ?? [])
        for command in ["getrange", "srandmember", "scard"] {
            #expect(info.text(of: InfoName("cmdstat_\(command)")) == nil)
        }
    }

    @Test(.timeLimit(.minutes(4)))
    func `encodings, names and versions are those that were written`() async throws {
        let server = try await RedisServer.start("--hash-max-listpack-value", "8")
        let fill = """
            for i = 1, 800 do
                redis.call('HSET', 'cart:' .. i, 'name', 'longer than eight')
                redis.call('HSET', 'unit:' .. i, 'n', i)
                redis.call('SET', 'user:' .. i .. ':v1', 'x')
                redis.call('SET', 'user:' .. i .. ':v2', 'x')
            end
            """
        try await server.send(["EVAL", fill, "0"])
        let table = try await patterns(of: server, readsValues: false) { !$0.versions.isEmpty }
        let carts = try pattern("cart:*", in: table).group.storage
        #expect(carts.commonEncoding == .hashTable && carts.unpacked == carts.asked)
        #expect(carts.asked > 40)
        let units = try pattern("unit:*", in: table).group.storage
        #expect(units.commonEncoding == .packed && units.unpacked == 0)
        // "unit:1" to "unit:800".
        #expect(units.nameBytes == 9 * 6 + 90 * 7 + 701 * 8)
        // No key has a TTL, as the server itself counts.
        let totals = KeyspaceTotals(keys: 3_200, expiring: 0, isComplete: true)
        let family = try #require(table.versions(of: totals).first)
        #expect(family.template == Array("user:*:v*".utf8))
        #expect((family.currentKeys, family.staleKeys) == (800, 800))
        #expect(family.staleLasting == 800)
    }

    @Test(.timeLimit(.minutes(4)))
    func `reads and writes are told by pattern where clients are heard`() async throws {
        let server = try await RedisServer.start()
        try await SteadyLoad.during(server) {
            var poller = server.poller {
                $0.interval = .milliseconds(300)
                $0.sampleBudget = 0.05
                $0.listensTo = .commands
            }
            // Each key is written once and then read sixteen times.
            var traffic: PatternTraffic?
            while traffic?.count ?? 0 < 200 {
                let survey = try #require(await poller.nextSample()).survey
                let pattern = survey?.patterns.patterns.first { $0.template == Array("key:*".utf8) }
                traffic = pattern?.traffic
            }
            let heard = try #require(traffic)
            #expect(heard.reads?.count ?? 0 > 0 && heard.removals.count == 0)
            let share = try #require(heard.writeShare)
            #expect((0.02...0.12).contains(share.value), "\(share) instead of 1/17")
        }
    }
}
