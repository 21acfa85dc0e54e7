import CacheMetrics
import Foundation
import Recording
import TestSupport
import Testing

/// What was seen live is what a recording shows, and a recording survives what happens to recorders.
struct RecordingTruthTests {
    @Test(
        .disabled(if: Tmux.absence != nil, "tmux is not installed"),
        .timeLimit(.minutes(4)),
        arguments: [(140, 45), (80, 24)]
    )
    func `a frame of a recording is what was on the screen`(columns: Int, rows: Int) async throws {
        let server = try await RedisServer.start("--maxmemory-policy", "allkeys-lfu")
        let file = try TemporaryFile()
        let size = "\(columns)x\(rows)"
        let live = try await SteadyLoad.during(server) {
            try await Tmux.open(
                "\(Hitscope.path) watch \(server.address) --record \(file.path) --theme night",
                columns: columns,
                rows: rows
            ) { window in
                var live: [String] = []
                for _ in 0..<24 where live.count < 6 {
                    let last = live.last?.clock
                    let shown = try await window.waits { $0.contains("LIVE") && $0.clock != last }
                    // A screen can be caught while it is being drawn: only one that stays counts.
                    let stable = try #require(shown)
                    var stays = true
                    for _ in 0..<3 where stays {
                        stays = try await window.screen() == stable
                    }
                    guard stays else { continue }
                    live.append(stable)
                }
                try await window.press("q")
                return live
            }
        }
        #expect(live.count >= 3)
        let count = try RecordingReader(opening: file.path).ticks.count
        var frames: [String] = []
        for tick in 0..<count {
            let run = try await Hitscope.run(
                "frame",
                file.path,
                "--at",
                "#\(tick)",
                "--size",
                size
            )
            frames.append(run.output.trimmingBlankEnds)
        }
        for screen in live {
            let found = frames.contains(screen.trimmingBlankEnds)
            #expect(found, "\(screen)\nis none of the frames, such as\n\(frames.last ?? "")")
        }
    }

    @Test(.timeLimit(.minutes(4)))
    func `a recorder killed at any time has kept every sample it acknowledged`() async throws {
        let server = try await RedisServer.start()
        for round in 0..<5 {
            let file = try TemporaryFile()
            let terminal = try PseudoTerminal([
                Hitscope.path, "record", server.address, "-o", file.path, "--interval", "100ms",
            ])
            try #require(await terminal.waits(for: " \(3 + round * 4) samples"))
            terminal.signal(SIGKILL)
            _ = await terminal.waitForEnd()
            let said = EscapeAudit.text(of: terminal.output).matches(of: #/(\d+) samples/#)
            let acknowledged = try #require(said.compactMap { Int($0.1) }.last)
            let reader = try RecordingReader(opening: file.path)
            #expect(reader.ticks.count >= acknowledged)
            #expect(file.readAll(reader).count == reader.ticks.count)
            #expect(reader.damages.isEmpty)
        }
    }

    @Test(.timeLimit(.minutes(4)))
    func `a full disk ends a recording, says so, and what is there can be read`() async throws {
        let server = try await RedisServer.start()
        let file = try TemporaryFile()
        // The shell's blocks are of 512 bytes.
        let command =
            "ulimit -f 3; exec '\(Hitscope.path)' record \(server.address) -o '\(file.path)' --samples 60 --interval 100ms"
        let run = try await Shell.run(command)
        #expect(run.code == 5, "\(run.error)")
        #expect(run.error.contains("samples were not saved"))
        let reader = try RecordingReader(opening: file.path)
        #expect(reader.damages.isEmpty)
        #expect(reader.ticks.count > 1)
        #expect(run.error.contains("\(60 - reader.ticks.count) samples were not saved"))
    }

    @Test(.timeLimit(.minutes(4)))
    func `a recording ends by count, by time and by a signal, whole each time`() async throws {
        let server = try await RedisServer.start()
        for ending in [["--samples", "3"], ["--for", "2s"]] {
            let file = try TemporaryFile()
            let run = try await Hitscope.run(
                ["record", server.address, "-o", file.path, "--interval", "250ms"] + ending
            )
            #expect(run.code == 0, "\(run.error)")
            let reader = try RecordingReader(opening: file.path)
            #expect(reader.ticks.count == 3 || ending[0] == "--for" && reader.ticks.count > 3)
        }
        let file = try TemporaryFile()
        let terminal = try PseudoTerminal([
            Hitscope.path, "record", server.address, "-o", file.path, "--interval", "100ms",
        ])
        try #require(await terminal.waits(for: " 4 samples"))
        terminal.signal(SIGTERM)
        let status = await terminal.waitForEnd()
        #expect(status == 0)
        #expect(try RecordingReader(opening: file.path).ticks.count >= 4)
    }
}

extension String {
    /// The time of day in the dashboard's header.
    fileprivate var clock: Substring? { firstMatch(of: #/\d\d:\d\d:\d\d/#)?.0 }

    fileprivate var trimmingBlankEnds: String {
        split(separator: "\n", omittingEmptySubsequences: false)
            .map { String($0.reversed().drop { $0 == " " }.reversed()) }
            .joined(separator: "\n").trimmingCharacters(in: .newlines)
    }
}
