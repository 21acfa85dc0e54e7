import Glibc
import RESP
import TestSupport
import Testing

/// A dashboard that is stopped while it listens, and what the server keeps for it.
struct StallTests {
    /// Of each of our connections the flags that the server has of it and the bytes it keeps for it.
    private func connections(_ server: RedisServer) async throws -> [(flags: String, kept: Int)] {
        let list = try await server.send(["CLIENT", "LIST"])[0].bytes ?? []
        return String(decoding: list, as: UTF8.self).split(separator: "\n").compactMap { line in
            let fields = line.split(separator: " ").map { $0.split(separator: "=") }
            let pairs = fields.filter { $0.count == 2 }.map { (String($0[0]), String($0[1])) }
            let values = Dictionary(pairs) { first, _ in first }
            guard values["name"]?.hasPrefix("hitscope") == true, let flags = values["flags"] else {
                return nil
            }
            return (flags, values["omem"].flatMap { Int($0) } ?? 0)
        }
    }

    @Test(
        .timeLimit(.minutes(4)),
        arguments: [("--allow-monitor", "O"), ("--allow-tracking", "B")]
    )
    func `a server keeps little for one that stopped amid a burst`(
        option: String,
        flag: String
    ) async throws {
        let server = try await RedisServer.start()
        try await SteadyLoad.during(server) {
            let file = try TemporaryFile()
            let terminal = try PseudoTerminal([
                Hitscope.path, "record", server.address, "-o", file.path, "--interval", "400ms",
                option,
            ])
            defer { terminal.signal(SIGCONT) }
            while try await !connections(server).contains(where: { $0.flags.contains(flag) }) {}
            terminal.signal(SIGSTOP)
            // The server ends the burst by itself: nobody waits for anything any more.
            while try await connections(server).contains(where: { $0.flags.contains("b") }) {}
            let value = String(repeating: "v", count: 100_000)
            for index in 0..<300 { try await server.send(["SET", "big:\(index % 3)", value]) }
            let kept = try await connections(server).map(\.kept).max() ?? 0
            #expect(kept < 8_000_000)
        }
    }
}
