import Foundation

/// A program in a tmux of its own: a real terminal emulator, whose screen the test can read as text.
package final class Tmux: Sendable {
    private let socket = "hitscope-\(UUID().uuidString)"

    /// Why there is no terminal to test in, or `nil` if there is.
    package static let absence: String? =
        (try? TestSupport.run("tmux", "-V").code) == 0 ? nil : "tmux is not installed"

    /// Starts a program in a window of a size.
    package init(_ command: String, columns: Int = 140, rows: Int = 45) throws {
        let shell = "LANG=C.UTF-8 COLORTERM=truecolor \(command)"
        try tmux("new-session", "-d", "-s", "s", "-x", "\(columns)", "-y", "\(rows)", shell)
        try tmux("set-option", "-t", "s", "status", "off")
    }

    deinit { _ = try? tmux("kill-server") }

    @discardableResult
    private func tmux(_ arguments: String...) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["tmux", "-L", socket, "-f", "/dev/null"] + arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: text, as: UTF8.self)
    }

    /// What the window shows, trailing blanks removed.
    package func screen() throws -> String {
        let lines = try tmux("capture-pane", "-p", "-t", "s").split(
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
    package func press(_ keys: String...) throws {
        for key in keys { try tmux("send-keys", "-t", "s", key) }
    }

    /// Looks at the window until it satisfies a condition; what it showed then, or `nil` in time.
    package func waits(atMost timeout: Duration, until isDone: (String) -> Bool) throws -> String? {
        let end = ContinuousClock.now + timeout
        while ContinuousClock.now < end {
            let shown = try screen()
            if isDone(shown) { return shown }
        }
        return nil
    }
}
