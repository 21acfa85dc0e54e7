import ArgumentParser
import Foundation
import TestSupport

/// What a dashboard costs its own machine, beside btop and htop in the same minutes.
struct ClientBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "client",
        abstract: "CPU, memory, bytes a frame and first paint at 140x45, beside btop and htop."
    )

    @Option(help: "How long to look, in seconds.")
    var seconds = 600.0

    /// A program in a terminal, and what it has come to.
    private struct Subject {
        let name: String
        let terminal: PseudoTerminal
        let begin: ProcessUsage
        let bytes: Int
    }

    func run() async throws {
        let server = try await startServer(
            "--maxmemory",
            "64mb",
            "--maxmemory-policy",
            "allkeys-lfu"
        )
        try await SteadyLoad.during(server) {
            try await firstPaint(server)
            let watch = [Hitscope.path, "watch", server.address]
            let commands = [("hitscope", watch)] + ["btop", "htop"].compactMap(Self.found)
            var subjects: [Subject] = []
            let settings = try Self.settings()
            for (name, words) in commands {
                let terminal = try PseudoTerminal(words, environment: settings.environment)
                // The first second is for starting up, which is measured by itself.
                for _ in 0..<20 { await terminal.read(atMost: .milliseconds(100)) }
                let begin = try ProcessUsage(of: terminal.processID)
                let bytes = terminal.output.count
                subjects.append(Subject(name: name, terminal: terminal, begin: begin, bytes: bytes))
            }
            try await measure(subjects)
        }
    }

    private static func found(_ program: String) -> (String, [String])? {
        let path = "/usr/bin/\(program)"
        guard FileManager.default.isExecutableFile(atPath: path) else { return nil }
        return (program, program == "htop" ? [path, "-d", "10"] : [path])
    }

    /// A place for settings that makes btop draw once a second, as the others do.
    private static func settings() throws -> (file: TemporaryFile, environment: [String: String]) {
        let file = try TemporaryFile()
        let folder = URL(filePath: file.path).deletingLastPathComponent()
        let place = folder.appending(path: "btop")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        try Data("update_ms=1000\n".utf8).write(to: place.appending(path: "btop.conf"))
        return (file, ["XDG_CONFIG_HOME": folder.path()])
    }

    private func measure(_ subjects: [Subject]) async throws {
        let start = ContinuousClock.now
        while start.duration(to: .now) < .seconds(seconds) {
            for subject in subjects { await subject.terminal.read(atMost: .milliseconds(50)) }
        }
        let elapsed = start.duration(to: .now) / .seconds(1)
        var shares: [Double] = []
        for subject in subjects {
            let isOurs = subject.name == "hitscope"
            let usage = try ProcessUsage(of: subject.terminal.processID)
            let share = (usage.seconds - subject.begin.seconds) / elapsed * 100
            shares.append(share)
            print("\(subject.name), \(Int(elapsed)) s")
            report("  CPU", share, "% of a core", atMost: isOurs ? 1 : nil)
            report("  resident", usage.residentBytes / 1_048_576, "MiB", atMost: isOurs ? 30 : nil)
            let bytes = Double(subject.terminal.output.count - subject.bytes) / elapsed / 1_024
            report("  written", bytes, "KiB a frame", atMost: isOurs ? 6 : nil)
        }
        for (subject, share) in zip(subjects, shares).dropFirst() {
            print("hitscope's CPU is \(rounded(shares[0] / share)) of \(subject.name)'s")
        }
    }

    private func firstPaint(_ server: RedisServer) async throws {
        var times: [Double] = []
        for _ in 0..<20 {
            let start = ContinuousClock.now
            let terminal = try PseudoTerminal([Hitscope.path, "watch", server.address])
            guard await terminal.waits(for: "\u{1B}[?2026l") else {
                throw ValidationError("nothing was painted")
            }
            times.append(start.duration(to: .now) / .milliseconds(1))
        }
        report("first paint, p95 of 20", times.percentile(0.95), "ms", atMost: 50)
    }
}
