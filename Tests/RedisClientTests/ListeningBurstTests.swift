import RedisClient
import TestSupport
import Testing

/// Bursts of listening, against a server that sends what it is told to.
struct ListeningBurstTests {
    /// What is heard of lines that a server sends at once, up to one that is of something else.
    private func heard(
        _ lines: [String],
        limits: TrafficBurst.Limits = .init(duration: .seconds(60))
    ) async throws -> TrafficBurst {
        let text = lines.map { "+\($0)\r\n" }.joined() + ":1\r\n"
        let server = try await FakeServer.start { words, _ in
            FakeServer.handshake(words)
                ?? (words[0] == "MONITOR" ? .bytes("+OK\r\n" + text) : .hangUp)
        }
        let burst = try await RedisConnection.listen(
            to: .commands,
            of: server.target,
            named: "t",
            limits: limits
        )
        try await server.stop()
        return burst
    }

    private func line(_ command: String) -> String {
        "1339518083.107412 [0 127.0.0.1:60866] \(command)"
    }

    @Test(arguments: [
        (#""get" "user:1""#, ["user:1"]),
        (#""GET" "a\"b\\c\x00\n""#, ["a\"b\\c\0\n"]),
        (#""mset" "a" "1" "b" "2""#, ["a", "b"]),
        (#""del" "a" "b" "c""#, ["a", "b", "c"]),
        (#""object" "freq" "k""#, ["k"]),
        (#""zunionstore" "to" "2" "a" "b" "weights" "1" "2""#, ["to", "a", "b"]),
        (#""zunion" "99" "a""#, ["a"]),
        (#""xread" "count" "2" "streams" "s1" "s2" "0" "0""#, ["s1", "s2"]),
        (#""blpop" "q1" "q2" "5""#, ["q1", "q2"]),
        (#""eval" "return 1" "1" "k""#, []),
        (#""ping""#, []),
        (#""set""#, []),
        (#""get" "unfinished"#, []),
    ])
    func `keys are found where commands have them`(
        command: String,
        keys: [String]
    ) async throws {
        let burst = try await heard([line(command)])
        #expect(burst.commands == 1)
        #expect(burst.keys.map { String(decoding: $0, as: UTF8.self) } == keys)
    }

    @Test func `sources of every kind are skipped, and what is no command is not one`() async throws
    {
        let burst = try await heard([
            #"1.0 [0 lua] "get" "a""#, #"1.0 [3 [::1]:6379] "get" "b""#,
            #"1.0 [0 unix:/tmp/s.sock] "get" "c""#, "", "nonsense", "1.0 [0", "1.0 [0 x]",
        ])
        #expect(burst.commands == 3)
        #expect(burst.keys == ["a", "b", "c"].map { Array($0.utf8) })
        #expect(!burst.wasCut)
    }

    @Test func `a flood ends the burst long before its time`() async throws {
        let lines = (0..<4_000).map {
            line(#""set" "k\#($0)" "\#(String(repeating: "v", count: 100))""#)
        }
        var limits = TrafficBurst.Limits(duration: .seconds(60))
        limits.commands = 500
        let few = try await heard(lines, limits: limits)
        #expect(few.wasCut && few.commands >= 500)
        limits = TrafficBurst.Limits(duration: .seconds(60))
        limits.bytes = 10_000
        let small = try await heard(lines, limits: limits)
        #expect(small.wasCut)
    }

    @Test func `a line without an end is not kept for ever`() async throws {
        let endless = line(#""set" "k" ""#) + String(repeating: "v", count: 2_000_000)
        var limits = TrafficBurst.Limits(duration: .seconds(60))
        limits.bytes = .max
        #expect(try await heard([endless], limits: limits).wasCut)
    }

    @Test func `values are never kept`() async throws {
        let burst = try await heard([line(#""set" "key" "secret""#)])
        #expect(!"\(burst)".contains("secret"))
        #expect(burst.keys.flatMap(\.self).elementsEqual("key".utf8))
    }

    @Test func `a refusal is thrown as the server worded it`() async throws {
        let server = try await FakeServer.start { words, _ in
            FakeServer.handshake(words) ?? .bytes("-NOPERM no monitor\r\n")
        }
        await #expect(throws: RedisError.rejected(Array("NOPERM no monitor".utf8))) {
            try await RedisConnection.listen(
                to: .commands,
                of: server.target,
                named: "t",
                limits: .init(duration: .seconds(5))
            )
        }
        try await server.stop()
    }

    @Test func `a server that hangs up ends the burst`() async throws {
        let server = try await FakeServer.start { words, _ in
            FakeServer.handshake(words) ?? .hangUp
        }
        let burst = try await RedisConnection.listen(
            to: .commands,
            of: server.target,
            named: "t",
            limits: .init(duration: .seconds(60))
        )
        #expect(burst == TrafficBurst())
        try await server.stop()
    }

    /// What is heard of changed keys, by what a server answers to `CLIENT TRACKING`.
    private func changes(_ answer: FakeServer.Answer) async throws -> TrafficBurst {
        let server = try await FakeServer.start { words, _ in
            if words.starts(with: ["CLIENT", "TRACKING"]) { return answer }
            return FakeServer.handshake(words) ?? .silence
        }
        do {
            let burst = try await RedisConnection.listen(
                to: .changes,
                of: server.target,
                named: "t",
                limits: .init(duration: .seconds(60))
            )
            try await server.stop()
            return burst
        } catch {
            try await server.stop()
            throw error
        }
    }

    @Test(arguments: [true, false])
    func `changed keys come as pushes, in any pieces`(comesSlowly: Bool) async throws {
        let push = ">2\r\n$10\r\ninvalidate\r\n"
        let text =
            "+OK\r\n\(push)*2\r\n$1\r\na\r\n$1\r\nb\r\n\(push)_\r\n\(push)*1\r\n$1\r\na\r\n:0\r\n"
        let burst = try await changes(comesSlowly ? .slowly(text) : .bytes(text))
        #expect(burst.keys == ["a", "b", "a"].map { Array($0.utf8) })
        #expect(burst.commands == 3 && !burst.wasCut && burst.waitRefusal == nil)
    }

    @Test(arguments: [
        ">2\r\n+message\r\n*1\r\n+x\r\n:0\r\n", ">1\r\n+invalidate\r\n:0\r\n", "nonsense\r\n",
    ])
    func `what is no push of changes tells none`(text: String) async throws {
        let burst = try await changes(.bytes("+OK\r\n" + text))
        #expect(burst.keys.isEmpty && burst.commands == 0)
    }

    @Test func `a refusal of changes is thrown, one of waiting is told`() async throws {
        await #expect(throws: RedisError.rejected(Array("NOPERM no".utf8))) {
            try await changes(.bytes("-NOPERM no\r\n"))
        }
        let burst = try await changes(.bytes("+OK\r\n-NOPERM wait\r\n"))
        #expect(burst.waitRefusal == Array("NOPERM wait".utf8))
    }
}
