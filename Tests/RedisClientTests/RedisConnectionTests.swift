import RESP
import RedisClient
import TestSupport
import Testing

struct RedisConnectionTests {
    private let patience = Duration.seconds(5)

    @Test func `agrees on RESP3 and sends a batch in order`() async throws {
        let server = try await FakeServer.start { words, _ in
            FakeServer.handshake(words)
                ?? .bytes(words[0] == "INFO" ? "=7\r\ntxt:a:1\r\n" : "$-1\r\n")
        }
        let connection = try await RedisConnection.open(to: server.target, named: "test")
        #expect(connection.greeting.protocolVersion == 3)
        #expect(connection.greeting.leavesKeysUntouched)
        let replies = try await connection.send(
            [.info, .beginning(key: [0, 255], bytes: 64)],
            within: patience
        )
        #expect(replies == [.verbatim(Array("a:1".utf8)), .null])
        await connection.close()
        try await server.stop()
    }

    @Test func `falls back to RESP2 where HELLO is unknown, and logs in there`() async throws {
        let server = try await FakeServer.start { words, _ in
            switch words.first {
            case "HELLO": .bytes("-ERR unknown command 'HELLO'\r\n")
            case "AUTH" where words == ["AUTH", "dash", "hunter2"]: .bytes("+OK\r\n")
            case "CLIENT" where words[1] == "NO-TOUCH":
                .bytes("-ERR unknown subcommand 'NO-TOUCH'\r\n")
            default: .bytes("+OK\r\n")
            }
        }
        var target = server.target
        (target.user, target.password) = ("dash", Secret(Array("hunter2".utf8)))
        let connection = try await RedisConnection.open(to: target, named: "test")
        #expect(connection.greeting.protocolVersion == 2)
        #expect(!connection.greeting.leavesKeysUntouched)
        await connection.close()
        try await server.stop()
    }

    @Test func `replies may arrive a byte at a time`() async throws {
        let server = try await FakeServer.start { words, _ in
            FakeServer.handshake(words) ?? .slowly("*2\r\n$1\r\n0\r\n*1\r\n$3\r\nk\r\n\r\n")
        }
        let connection = try await RedisConnection.open(to: server.target, named: "test")
        let replies = try await connection.send([.scan(cursor: [0x30], count: 1)], within: patience)
        #expect(replies == [.array([.bulk([0x30]), .array([.bulk(Array("k\r\n".utf8))])])])
        await connection.close()
        try await server.stop()
    }

    @Test func `a late reply closes the connection for good`() async throws {
        let server = try await FakeServer.start { words, _ in
            FakeServer.handshake(words) ?? .silence
        }
        let connection = try await RedisConnection.open(to: server.target, named: "test")
        let deadline = Duration.milliseconds(50)
        await #expect(throws: RedisError.timedOut(.polling, after: deadline)) {
            try await connection.send([.info], within: deadline)
        }
        await #expect(throws: RedisError.closed(during: .polling)) {
            try await connection.send([.info], within: patience)
        }
        try await server.stop()
    }

    @Test func `a server that hangs up is told apart from one that is late`() async throws {
        let server = try await FakeServer.start { words, _ in FakeServer.handshake(words) ?? .hangUp
        }
        let connection = try await RedisConnection.open(to: server.target, named: "test")
        await #expect(throws: RedisError.closed(during: .polling)) {
            try await connection.send([.info], within: patience)
        }
        try await server.stop()
    }

    @Test(arguments: [
        "-ERR max number of clients reached\r\n",
        "-DENIED Redis is running in protected mode because protected mode is enabled\r\n",
    ])
    func `an error sent before anything was asked is the reason`(greeting: String) async throws {
        let server = try await FakeServer.start(greeting: greeting) { _, _ in .hangUp }
        await #expect(throws: RedisError.rejected(Array(greeting.dropFirst().dropLast().utf8))) {
            try await RedisConnection.open(to: server.target, named: "test")
        }
        try await server.stop()
    }

    @Test func `a wrong password is refused in the server's words`() async throws {
        let text = "WRONGPASS invalid username-password pair or user is disabled."
        let server = try await FakeServer.start { _, _ in .bytes("-\(text)\r\n") }
        var target = server.target
        target.password = Secret([1])
        await #expect(throws: RedisError.rejected(Array(text.utf8))) {
            try await RedisConnection.open(to: target, named: "test")
        }
        try await server.stop()
    }

    @Test func `what is no Redis server is said to be none`() async throws {
        let server = try await FakeServer.start { _, _ in .bytes("HTTP/1.1 400 Bad Request\r\n\r\n")
        }
        await #expect(throws: RedisError.notRESP(.unknownType(Array("HTTP/1.1".utf8)))) {
            try await RedisConnection.open(to: server.target, named: "test")
        }
        try await server.stop()
    }

    @Test func `a port where nothing listens is refused`() async throws {
        let server = try await FakeServer.start { _, _ in .silence }
        let target = server.target
        try await server.stop()
        await #expect(throws: RedisError.refused) {
            try await RedisConnection.open(to: target, named: "test")
        }
    }

    @Test func `a name without an address and a socket without a file are told apart`() async throws
    {
        let nowhere = Target(.tcp(host: "no-such-host.invalid", port: 1))
        await #expect(throws: RedisError.unknownHost("no-such-host.invalid")) {
            try await RedisConnection.open(to: nowhere, named: "test")
        }
        let socket = Target(.unixSocket(path: "/nonexistent/redis.sock"))
        await #expect(throws: RedisError.noSuchSocket) {
            try await RedisConnection.open(to: socket, named: "test")
        }
    }

    @Test func `a cancelled wait ends at once and closes the connection`() async throws {
        let server = try await FakeServer.start { words, _ in
            FakeServer.handshake(words) ?? .silence
        }
        let connection = try await RedisConnection.open(to: server.target, named: "test")
        await withTaskGroup(of: RedisError?.self) { group in
            group.addTask {
                do throws(RedisError) {
                    _ = try await connection.send([.info], within: .seconds(60))
                    return nil
                } catch {
                    return error
                }
            }
            group.cancelAll()
            #expect(await group.next() == .cancelled)
        }
        try await server.stop()
    }
}
