import Foundation

/// A program in a tmux of its own: a real terminal emulator, whose screen the test can read as text.
package final class Tmux: Sendable {
    private let socket = "hitscope-\(UUID().uuidString)"

    /// Why there is no terminal to test in, or `nil` if there is.
    package static let absence: String? =
        programPath("tmux") == nil ? "tmux is not installed" : nil

    /// Starts a program in a window of a size, and closes the window after the body.
    package static func open<Result>(
        _ command: String,
        columns: Int = 140,
        rows: Int = 45,
        _ body: (Tmux) async throws -> Result
    ) async throws -> Result {
        let window = Tmux()
        let shell = "LANG=C.UTF-8 COLORTERM=truecolor \(command)"
        try await window.tmux(
            "new-session",
            "-d",
            "-s",
            "s",
            "-x",
            "\(columns)",
            "-y",
            "\(rows)",
            shell,
            ";",
            "set-option",
            "-t",
            "s",
            "status",
            "off"
        )
        do {
            let result = try await body(window)
            await window.close()
            return result
        } catch {
            await window.close()
            throw error
        }
    }

    private init() {}

    private func close() async { _ = try? await tmux("kill-server") }

    @discardableResult
    private func tmux(_ arguments: String...) async throws -> String {
        try await run(["tmux", "-L", socket, "-f", "/dev/null"] + arguments).output
    }

    /// What the window shows, trailing blanks removed.
    package func screen() async throws -> String {
        let lines = try await tmux("capture-pane", "-p", "-t", "s").split(
            separator: "\n",
            omittingEmptySubsequences: false
        )
        return lines.map { line in
            var line = line
            while line.hasSuffix(" ") { line.removeLast() }
            return String(line)
        }.joined(separator: "\n")
    }

    /// Presses keys, by tmux's names for them.
    package func press(_ keys: String...) async throws {
        for key in keys { try await tmux("send-keys", "-t", "s", key) }
    }

    /// Looks at the window until it satisfies a condition; what it showed then, or `nil` in time.
    package func waits(
        atMost timeout: Duration = .seconds(60),
        until isDone: (String) -> Bool
    ) async throws -> String? {
        let end = ContinuousClock.now + timeout
        while ContinuousClock.now < end {
            let shown = try await screen()
            if isDone(shown) { return shown }
        }
        return nil
    }
}
