import Foundation
import Recording
import TestSupport
import Testing

/// The demo shows a live cache at once and leaves nothing behind.
struct DemoTests {
    /// A place for temporary files of one demo alone.
    private final class Place: Sendable {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "hitscope-place-\(UUID().uuidString)"
        )

        init() throws {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        }

        deinit { try? FileManager.default.removeItem(at: folder) }

        var files: [String] {
            (try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? []
        }

        /// The processes whose command line names this place.
        var processes: [String] {
            let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
            return all.filter { entry in
                let line = try? Data(contentsOf: URL(filePath: "/proc/\(entry)/cmdline"))
                return line?.firstRange(of: Data(folder.lastPathComponent.utf8)) != nil
            }
        }
    }

    private func demo(in place: Place) async throws -> PseudoTerminal {
        let terminal = try PseudoTerminal(
            [Hitscope.path, "demo", "--interval", "100ms"],
            environment: ["TMPDIR": place.folder.path()]
        )
        try #require(await terminal.waits(for: "allkeys-lfu"))
        #expect(place.files.count == 1)
        #expect(!place.processes.isEmpty)
        return terminal
    }

    @Test(.timeLimit(.minutes(4)), arguments: ["q", "\u{3}"])
    func `quitting leaves no process and no file`(key: String) async throws {
        let place = try Place()
        let terminal = try await demo(in: place)
        terminal.type(key)
        #expect(await terminal.waitForEnd() == 0)
        #expect(place.files.isEmpty && place.processes.isEmpty)
        #expect(terminal.isRestored)
    }

    @Test(.timeLimit(.minutes(4)), arguments: [SIGTERM, SIGHUP, SIGKILL])
    func `being killed leaves no process and no file`(number: CInt) async throws {
        let place = try Place()
        let terminal = try await demo(in: place)
        terminal.signal(number)
        let status = try #require(await terminal.waitForEnd())
        #expect(status & 0x7F == number)
        // What the demo started ends when it sees that the demo has.
        let isClean = await terminal.waits { _ in place.files.isEmpty && place.processes.isEmpty }
        #expect(isClean, "\(place.files) \(place.processes)")
    }

    @Test(.timeLimit(.minutes(4)))
    func `without a screen it records all the same`() async throws {
        let file = try TemporaryFile()
        let run = try await Hitscope.run(
            "demo",
            "--no-screen",
            "--for",
            "3s",
            "--record",
            file.path
        )
        #expect(run.code == 0, "\(run.error)")
        #expect(run.output.hasPrefix("redis://127.0.0.1:"))
        #expect(try RecordingReader(opening: file.path).ticks.count >= 2)
    }

    @Test(.timeLimit(.minutes(4)))
    func `without a server to start it says how to get one`() async throws {
        let run = try await Hitscope.run(["demo"], environment: ["PATH": "/nonexistent"])
        #expect(run.code == 3)
        #expect(run.error.contains("apt-get install redis-server"))
        #expect(run.error.split(separator: "\n").count == 1)
    }

    @Test func `an incident is shown with no server at all`() async throws {
        let terminal = try PseudoTerminal([
            Hitscope.path, "replay", "--demo", "--at", "90%", "--paused",
        ])
        let isShown = await terminal.waits(for: "post:5")
        #expect(isShown)
        terminal.type("q")
        #expect(await terminal.waitForEnd() == 0)
    }
}
