import CacheMetrics
import Foundation
import Recording
import TestSupport
import Testing

/// Going back in time while watching.
struct RewindTests {
    @Test(.timeLimit(.minutes(4)))
    func `what was seen is seen again, and kept, without having been recorded`() async throws {
        let server = try await RedisServer.start()
        let file = try TemporaryFile()
        let terminal = try PseudoTerminal([
            Hitscope.path, "watch", server.address, "--interval", "200ms",
        ])
        #expect(await terminal.waits(for: "LIVE"))
        // The foot tells what the server costs once there are two samples to compare.
        #expect(await terminal.waits(for: "server 0"))
        terminal.type(",")
        #expect(await terminal.waits(for: "LIVE-PAUSED"))
        terminal.type(":save \(file.path).hits\r")
        #expect(await terminal.waits(for: "samples are in"))
        terminal.type("L")
        #expect(await terminal.waits(for: "Rewind"))
        terminal.type("q")
        #expect(await terminal.waitForEnd() == 0)
        let reader = try RecordingReader(opening: file.path + ".hits")
        #expect(reader.ticks.count >= 2 && reader.isClosed)
        #expect(reader.header.description.targets.count == 1)
    }

    @Test(.disabled(if: Tmux.absence != nil, "tmux is not installed"), .timeLimit(.minutes(4)))
    func `a moment is gone to, and one at which something becomes true`() async throws {
        let file = try TemporaryFile()
        _ = try file.record(Incident.readings)
        let count = Incident.readings.count
        try await Tmux.open("\(Hitscope.path) replay \(file.path) --paused") { window in
            func shows(_ text: String) async throws {
                let screen = try await window.waits { $0.contains(text) }
                #expect(screen != nil, "\(text)")
            }
            try await shows(" 1/\(count)")
            try await window.press("b", "#30", "Enter")
            try await shows(" 31/\(count)")
            try await window.press("b", "never", "Enter")
            try await shows("is no moment")
            try await window.press(":", "find role became", "Enter")
            try await shows("no condition")
            try await window.press(":", "find used_memory > 1", "Enter")
            try await shows("does not become true")
            try await window.press(":", "mark here", "Enter", "Home")
            try await shows(" 1/\(count)")
            try await window.press("b", "here", "Enter")
            try await shows(" 31/\(count)")
            try await window.press(":", "reverse", "Enter", "]", "]", "]", "]", "]", "]", "]")
            try await shows(" 1/\(count)")
            try await window.press("q")
        }
    }
}
