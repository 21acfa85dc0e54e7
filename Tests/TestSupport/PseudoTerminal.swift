import CPseudoTerminal
import Foundation
import Glibc
import Synchronization

/// A program running in a terminal of its own, which the test reads from and types at.
///
/// Nothing interprets what the program writes: these are the bytes a terminal would get.
package final class PseudoTerminal: Sendable {
    private let controller: CInt
    private let isOpen = Mutex(true)
    private let before: [UInt8]
    private let received = Mutex<[UInt8]>([])
    /// The program's process.
    package let processID: Int32

    /// Starts a program in a terminal of a size.
    package init(
        _ arguments: [String],
        columns: Int = 140,
        rows: Int = 45,
        environment: [String: String] = [:]
    ) throws {
        var variables = ProcessInfo.processInfo.environment
        variables["NO_COLOR"] = nil
        variables.merge(["TERM": "xterm-256color", "LANG": "C.UTF-8", "COLORTERM": "truecolor"]) {
            $1
        }
        variables.merge(environment) { $1 }
        var (controller, user): (CInt, CInt) = (-1, -1)
        guard unsafe pseudo_terminal_open(CInt(columns), CInt(rows), &controller, &user) == 0
        else { throw POSIXError(.EIO) }
        self.controller = controller
        before = Self.settings(of: controller)
        let words = CStrings(arguments)
        let settings = CStrings(variables.map { "\($0)=\($1)" })
        processID = unsafe pseudo_terminal_start(words.pointers, settings.pointers, user)
        guard processID > 0 else { throw POSIXError(.EAGAIN) }
    }

    deinit {
        kill(processID, SIGKILL)
        _ = waitpid(processID, nil, 0)
        hangUp()
    }

    private static func settings(of terminal: CInt) -> [UInt8] {
        var settings = termios()
        _ = unsafe tcgetattr(terminal, &settings)
        return unsafe withUnsafeBytes(of: &settings) { unsafe [UInt8]($0) }
    }
}

extension PseudoTerminal {
    /// Whether the terminal's settings are what they were before the program changed them.
    package var isRestored: Bool { Self.settings(of: controller) == before }

    /// Gives the window another size, as dragging its corner does.
    package func resize(columns: Int, rows: Int) {
        _ = pseudo_terminal_resize(controller, CInt(columns), CInt(rows))
    }

    /// Closes the window.
    package func hangUp() {
        isOpen.withLock { isOpen in
            if isOpen { Glibc.close(controller) }
            isOpen = false
        }
    }

    /// Types text.
    package func type(_ text: String) {
        let bytes = Array(text.utf8)
        _ = unsafe write(controller, bytes, bytes.count)
    }

    /// Reads what there is, waiting up to a time for it; the number of bytes.
    @discardableResult
    package func read(atMost timeout: Duration) async -> Int {
        await offPool { [self] in readNow(atMost: timeout) }
    }

    private func readNow(atMost timeout: Duration) -> Int {
        let isOpen = isOpen.withLock { $0 }
        // A descriptor below zero is one that poll waits for in vain.
        var descriptor = pollfd(fd: isOpen ? controller : -1, events: Int16(POLLIN), revents: 0)
        guard unsafe poll(&descriptor, 1, CInt(timeout / .milliseconds(1))) > 0 else {
            return 0
        }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = unsafe Glibc.read(controller, &buffer, buffer.count)
        guard count > 0 else {
            // The program is gone: there is nothing to wait for, but the caller meant to wait.
            _ = poll(nil, 0, CInt(timeout / .milliseconds(1)))
            return 0
        }
        received.withLock { $0 += buffer[..<count] }
        return count
    }

    /// Everything the program has written so far.
    package var output: [UInt8] { received.withLock { $0 } }

    /// Reads until what was written contains a text, or the time is up; whether it does.
    package func waits(for text: String, atMost timeout: Duration = .seconds(60)) async -> Bool {
        await waits(atMost: timeout) { $0.firstRange(of: Array(text.utf8)) != nil }
    }

    /// Reads until what was written satisfies a condition, or the time is up; whether it does.
    ///
    /// All of it on one thread: the program's time must not pass while the test waits for a turn.
    package func waits(
        atMost timeout: Duration = .seconds(60),
        until isDone: @Sendable @escaping ([UInt8]) -> Bool
    ) async -> Bool {
        await offPool { [self] in
            let end = ContinuousClock.now + timeout
            while !isDone(output) {
                guard ContinuousClock.now < end else { return false }
                _ = readNow(atMost: .milliseconds(20))
            }
            return true
        }
    }

    /// Sends the program a signal.
    package func signal(_ number: CInt) { kill(processID, number) }

    /// Waits for the program to end; how it ended as `waitpid` tells it, or `nil` if it did not.
    package func waitForEnd(atMost timeout: Duration = .seconds(60)) async -> CInt? {
        await offPool { [self] in
            let end = ContinuousClock.now + timeout
            var status: CInt = 0
            while unsafe waitpid(processID, &status, WNOHANG) == 0 {
                guard ContinuousClock.now < end else { return nil }
                _ = readNow(atMost: .milliseconds(10))
            }
            while readNow(atMost: .zero) > 0 {}
            return status
        }
    }
}

/// Texts as C wants a list of them: each ends with a zero byte, the list with a null pointer.
@safe private final class CStrings {
    let pointers: [UnsafeMutablePointer<CChar>?]

    init(_ texts: [String]) {
        unsafe pointers = texts.map { unsafe strdup($0) } + [nil]
    }

    deinit {
        unsafe pointers.forEach { unsafe free($0) }
    }
}
