import ArgumentParser
import Foundation
import Recording
import TestSupport

/// Whether a recorder that is killed at any time has kept what it acknowledged.
struct CrashBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "crash",
        abstract: "Kill a recorder again and again; count acknowledged samples that are lost."
    )

    @Option(help: "How often.")
    var count = 50

    @Option(help: "The longest that a recorder lives after its first sample, in milliseconds.")
    var longest = 2_000

    func run() async throws {
        let server = try await startServer()
        var (kept, acknowledged, lost, unreadable) = (0, 0, 0, 0)
        for _ in 0..<count {
            let file = try TemporaryFile()
            let terminal = try PseudoTerminal([
                Hitscope.path, "record", server.address, "-o", file.path, "--interval", "100ms",
            ])
            _ = await terminal.waits(for: "samples")
            let end = ContinuousClock.now + .milliseconds(Int.random(in: 0...longest))
            while ContinuousClock.now < end { await terminal.read(atMost: .milliseconds(5)) }
            terminal.signal(SIGKILL)
            _ = await terminal.waitForEnd()
            let said = EscapeAudit.text(of: terminal.output).matches(of: #/(\d+) samples/#)
            let promised = said.compactMap { Int($0.1) }.last ?? 0
            acknowledged += promised
            let reader: RecordingReader
            do {
                reader = try RecordingReader(opening: file.path)
            } catch {
                // Before the first sample was acknowledged there need be no file.
                print("  \(promised) acknowledged: \(error)")
                unreadable += promised > 0 ? 1 : 0
                continue
            }
            kept += file.readAll(reader).count
            lost += max(0, promised - reader.ticks.count)
        }
        print("\(count) kills, \(acknowledged) samples acknowledged, \(kept) read")
        report("lost", Double(lost), "samples", atMost: 0)
        report("files that do not open", Double(unreadable), "", atMost: 0)
    }
}
