import CacheMetrics
import Polling
import RedisClient
import TestSupport
import Testing

/// The whole poller, against a server that says what it is told to, on a clock that never waits.
struct PollerTests {
    private func poller(
        _ target: Target,
        budget: Double = 0,
        interval: Duration = .seconds(4),
        clock: LeapingClock = LeapingClock()
    ) -> Poller<LeapingClock> {
        var settings = PollSettings()
        settings.sampleBudget = budget
        // The clock leaps, but sockets do not: a busy machine gets the longest deadlines there are.
        settings.interval = interval
        let environment = PollEnvironment(wallMicroseconds: { 0 }, ownUsage: { nil }, seed: 7)
        return Poller(
            target,
            as: NodeID("n"),
            settings: settings,
            clock: clock,
            environment: environment
        )
    }

    private static let info = FakeServer.bulk(
        "# Server\r\nredis_version:7.0.15\r\nrun_id:a\r\nused_memory:1000\r\n"
    )

    private func sample(_ reading: Reading?) throws -> Sample {
        guard case .sample(let sample)? = reading?.content else {
            Issue.record("no sample but \(String(describing: reading))")
            throw CancellationError()
        }
        return sample
    }

    private func cause(_ reading: Reading?) throws -> Outage.Cause {
        guard case .outage(let outage)? = reading?.content else {
            Issue.record("no outage but \(String(describing: reading))")
            throw CancellationError()
        }
        return outage.cause
    }

    @Test func `keeps the whole INFO reply and counts its own commands`() async throws {
        let server = try await FakeServer.start { words, _ in
            FakeServer.handshake(words) ?? .bytes(words[0] == "INFO" ? Self.info : "*0\r\n")
        }
        var poller = poller(server.target)
        let first = try sample(await poller.next())
        #expect(first.info[.usedMemory] == 1_000)
        #expect(first.cost.commandsSent == 0)
        let reading = await poller.next()
        #expect(reading?.moment.beat == 1)
        #expect(try sample(reading).cost.commands["info"] == 1)
        try await server.stop()
    }

    @Test(arguments: [
        ("-NOAUTH Authentication required.\r\n", Outage.Cause.noPassword),
        ("-BUSY Redis is busy running a script.\r\n", .busyScript),
        ("-NOPERM this user has no permissions to run the 'info' command\r\n", .notPermitted),
        (
            FakeServer.bulk("loading:1\r\nloading_loaded_perc:2.30\r\nloading_eta_seconds:42\r\n"),
            .loading(percent: 2.3, secondsLeft: 42)
        ),
    ])
    func `a server that says no is an outage with its reason, and is asked nothing else`(
        reply: String,
        expected: Outage.Cause
    ) async throws {
        let server = try await FakeServer.start { words, count in
            FakeServer.handshake(words)
                ?? (["INFO", "DBSIZE"].contains(words[0]) ? .bytes(reply) : .hangUp)
        }
        var poller = poller(server.target)
        #expect(try cause(await poller.next()) == expected)
        try await server.stop()
    }

    @Test func `a server that is gone is an outage on every beat, and is not knocked at on each`()
        async throws
    {
        let server = try await FakeServer.start { words, _ in
            FakeServer.handshake(words) ?? .silence
        }
        let target = server.target
        try await server.stop()
        var poller = poller(target, interval: .seconds(1))
        var attempts: Set<Int64> = []
        for beat in 0..<20 {
            let reading = await poller.next()
            #expect(reading?.moment.beat == Int64(beat))
            #expect(try cause(reading) == .refused)
            if case .outage(let outage)? = reading?.content { attempts.insert(outage.attempts) }
        }
        #expect((3...15).contains(attempts.count))
    }

    @Test func `a connection closed between polls costs one reconnect and no outage`() async throws
    {
        let server = try await FakeServer.start { words, count in
            if let answer = FakeServer.handshake(words) { return answer }
            // Two batches are answered, then the server has waited long enough.
            if count > 8, words[0] == "INFO" { return .hangUp }
            return .bytes(words[0] == "INFO" ? Self.info : "*0\r\n")
        }
        var poller = poller(server.target)
        for _ in 0..<6 { _ = try sample(await poller.next()) }
        try await server.stop()
    }

    @Test func `a refused command is asked for once, named, and the rest goes on`() async throws {
        let asked = Counter()
        let server = try await FakeServer.start { words, _ in
            if let answer = FakeServer.handshake(words) { return answer }
            if words[0] == "SLOWLOG" {
                asked.add()
                return .bytes(
                    "-NOPERM this user has no permissions to run the 'slowlog|get' command\r\n"
                )
            }
            if words[0] == "LATENCY" {
                return .bytes(
                    "-ERR Unknown subcommand or wrong number of arguments for 'HISTOGRAM'\r\n"
                )
            }
            return .bytes(words[0] == "INFO" ? Self.info : "*0\r\n")
        }
        var poller = poller(server.target)
        for _ in 0..<5 { _ = await poller.next() }
        let last = try sample(await poller.next())
        #expect(asked.value == 1)
        #expect(last.refusals.contains(Refusal(accessRule: "+slowlog|get", reason: .notPermitted)))
        #expect(
            last.refusals.contains(
                Refusal(accessRule: "+latency|histogram", reason: .unknownCommand)
            )
        )
        #expect(last.slowLog == nil && last.latencies == nil)
        #expect(last.info[.usedMemory] == 1_000)
        try await server.stop()
    }

    @Test func `the scan is bounded and counts its lookups`()
        async throws
    {
        let scans = Counter()
        let server = try await FakeServer.start { words, _ in
            if let answer = FakeServer.handshake(words) { return answer }
            switch words[0] {
            case "INFO":
                return .bytes(
                    FakeServer.bulk(
                        "redis_version:7.0.15\r\nrun_id:a\r\nmaxmemory_policy:allkeys-lfu\r\n"
                    )
                )
            case "DBSIZE": return .bytes(":2\r\n")
            case "SCAN":
                scans.add()
                return .bytes("*2\r\n$1\r\n0\r\n*2\r\n$1\r\na\r\n$1\r\nb\r\n")
            case "MEMORY": return .bytes(":64\r\n")
            case "OBJECT": return .bytes(words[2] == "a" ? ":90\r\n" : "$-1\r\n")
            case "TYPE": return .bytes("+string\r\n")
            default: return .bytes(":-1\r\n")
            }
        }
        var poller = poller(server.target, budget: 0.005)
        for _ in 0..<10 { _ = await poller.next() }
        let last = try sample(await poller.next())
        let survey = try #require(last.survey)
        // A key space this small is scanned once in a poll, in two steps, however large the budget.
        #expect((10...30).contains(scans.value))
        #expect(survey.hottest.map(\.key) == [[UInt8(ascii: "a")]])
        #expect(survey.hottest[0].memoryBytes == 64)
        let objects = last.cost.commands["object|freq"] ?? 0
        #expect(last.cost.falseHits + last.cost.falseMisses >= objects)
        #expect(last.cost.falseMisses > 0 && last.cost.falseHits > 0)
        try await server.stop()
    }

    @Test func `a poller that is cancelled ends`() async throws {
        let server = try await FakeServer.start { words, _ in
            FakeServer.handshake(words) ?? .silence
        }
        var made = poller(server.target)
        made = poller(server.target)
        let poller = made
        let reading = await withTaskGroup(of: Reading?.self) { group in
            group.addTask {
                var poller = poller
                return await poller.next()
            }
            group.cancelAll()
            return await group.next() ?? nil
        }
        #expect(reading == nil)
        try await server.stop()
    }
}
