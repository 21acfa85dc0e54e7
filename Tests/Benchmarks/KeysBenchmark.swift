import ArgumentParser
import Foundation
import TestSupport

/// How long a key waits for its picture while the server hangs.
struct KeysBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "Key to paint while the server is stopped."
    )

    @Option(help: "How many keys.")
    var count = 400

    func run() async throws {
        let server = try await startServer()
        let terminal = try PseudoTerminal([Hitscope.path, "watch", server.address])
        guard await terminal.waits(for: "LIVE") else { throw ValidationError("never live") }
        server.signal(SIGSTOP)
        let stopped = ContinuousClock.now
        let isShown = await terminal.waits { output in
            ["STALE", "DOWN"].contains { EscapeAudit.text(of: output).contains($0) }
        }
        guard isShown else { throw ValidationError("the hang was never shown") }
        report("hang shown after", stopped.duration(to: .now) / .seconds(1), "s", atMost: 3)
        var times: [Double] = []
        for _ in 0..<count {
            // What the beat draws by itself must not be taken for the answer.
            while await terminal.read(atMost: .milliseconds(30)) > 0 {}
            let start = ContinuousClock.now
            terminal.type("?")
            guard await terminal.read(atMost: .seconds(2)) > 0 else {
                throw ValidationError("no answer to a key")
            }
            times.append(start.duration(to: .now) / .milliseconds(1))
        }
        server.signal(SIGCONT)
        report("key to paint, p50 of \(count)", times.percentile(0.5), "ms")
        report("key to paint, p95", times.percentile(0.95), "ms", atMost: 10)
        report("key to paint, longest", times.max() ?? 0, "ms")
    }
}
