import RESP
import TestSupport
import Testing

/// Whatever a server's clients call things, a terminal is never told to do anything by it.
struct HostileServerTests {
    /// A title change, a colour, a carriage return, a C1 control, bidi and zero-width controls,
    /// invalid UTF-8, and a device status request.
    private static let names: [[UInt8]] = [
        Array("\u{1B}]0;pwned\u{7}key".utf8), Array("\u{1B}[31mred\rover".utf8),
        [0x9B, 0x33, 0x31, 0x6D, 0xC2, 0x9B, 0x41], Array("\u{202E}gpj.exe\u{2066}\u{200B}".utf8),
        [0xFF, 0xFE, 0xC0, 0xAF, 0xF0, 0x9F], Array("\u{1B}[6n\u{1B}c\n\t\u{8}".utf8),
    ]

    private func command(_ words: [UInt8]...) -> RESPCommand { RESPCommand(words) }

    private func hostileServer() async throws -> RedisServer {
        let server = try await RedisServer.start(
            "--slowlog-log-slower-than",
            "0",
            "--maxmemory-policy",
            "allkeys-lfu"
        )
        let script = "return redis.error_reply(ARGV[1])"
        let (board, set, add) = (Array("trending".utf8), Array("SET".utf8), Array("ZADD".utf8))
        let commands = Self.names.enumerated().flatMap { index, name in
            [
                command(set, name, Array("v".utf8)),
                command(add, board, Array("\(index)".utf8), name),
                command(Array("EVAL".utf8), Array(script.utf8), Array("0".utf8), name),
                command(Array("GET".utf8), name),
            ]
        }
        try await server.send(commands)
        return server
    }

    @Test(.timeLimit(.minutes(4)))
    func `every pane shows hostile names escaped`() async throws {
        let server = try await hostileServer()
        let terminal = try PseudoTerminal([
            Hitscope.path, "watch", server.address, "--interval", "100ms", "--board", "trending",
        ])
        try #require(await terminal.waits { EscapeAudit.text(of: $0).contains("\\x1b]0;pwned") })
        for pane in 1...8 {
            terminal.type("\(pane)\r")
            let before = terminal.output.count
            try #require(await terminal.waits { $0.count > before + 200 })
            terminal.type("\u{1B}")
        }
        terminal.type("q")
        #expect(await terminal.waitForEnd() == 0)
        #expect(EscapeAudit.strangers(in: terminal.output) == [])
        #expect(EscapeAudit.text(of: terminal.output).contains("\\xff\\xfe"))
    }

    @Test(.timeLimit(.minutes(4)))
    func `what goes to a pipe is escaped as well`() async throws {
        let server = try await hostileServer()
        for arguments in [
            ["snapshot", server.address], ["check", server.address, "--samples", "2"],
        ] {
            let run = try await Hitscope.run(arguments)
            let bytes = Array((run.output + run.error).utf8)
            #expect(EscapeAudit.strangers(in: bytes) == [])
            #expect(!bytes.isEmpty)
        }
        let json = try await Hitscope.run("snapshot", server.address, "--json").output
        #expect(!json.utf8.contains { $0 < 0x20 && $0 != 0x0A })
        #expect(JSONObject(json)["nodes"][0]["state"].text == "up")
    }
}
