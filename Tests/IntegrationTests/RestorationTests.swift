import Glibc
import TestSupport
import Testing

/// However the dashboard ends, the terminal is as it was.
///
/// It watches a port that nobody listens on: what it shows does not matter here.
struct RestorationTests {
    private static let command = [Hitscope.path, "watch", "127.0.0.1:1"]

    /// What leaves the alternate screen; nothing but the way back may follow it.
    private static let leaving = Array("\u{1B}[?1049l".utf8)

    private func started(columns: Int = 80, rows: Int = 24) async throws -> PseudoTerminal {
        let terminal = try PseudoTerminal(Self.command, columns: columns, rows: rows)
        try #require(await terminal.waits(for: "127.0.0.1:1"))
        return terminal
    }

    private func expectRestored(_ terminal: PseudoTerminal) throws {
        #expect(terminal.isRestored)
        let output = terminal.output
        let last = try #require(output.ranges(of: Self.leaving).last)
        let after = EscapeAudit.text(of: Array(output[last.upperBound...]))
        #expect(after.allSatisfy { $0.isWhitespace }, "shown on the user's own screen: \(after)")
        #expect(String(decoding: output, as: UTF8.self).contains("\u{1B}[?25h"))
        #expect(EscapeAudit.strangers(in: output) == [])
    }

    @Test(arguments: ["q", "\u{3}"])
    func `a key that quits ends it well`(key: String) async throws {
        let terminal = try await started()
        terminal.type(key)
        let status = await terminal.waitForEnd()
        #expect(status == 0)
        try expectRestored(terminal)
    }

    @Test(arguments: [SIGTERM, SIGHUP, SIGINT, SIGQUIT])
    func `a signal that asks it to end is what it ends by`(number: CInt) async throws {
        let terminal = try await started()
        terminal.signal(number)
        let status = try #require(await terminal.waitForEnd())
        #expect(status & 0x7F == number)
        try expectRestored(terminal)
    }

    @Test(arguments: [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGABRT, SIGFPE])
    func `a crash gives the terminal back before it is one`(number: CInt) async throws {
        let terminal = try await started()
        terminal.signal(number)
        let status = try #require(await terminal.waitForEnd())
        #expect(status & 0x7F == number)
        try expectRestored(terminal)
    }

    @Test func `a terminal that goes away ends it`() async throws {
        let terminal = try await started()
        terminal.hangUp()
        #expect(await terminal.waitForEnd() != nil)
    }

    @Test func `being stopped gives the terminal back, and going on takes it again`() async throws {
        let terminal = try await started()
        terminal.type("\u{1A}")
        #expect(await terminal.waits() { $0.ranges(of: Self.leaving).count == 1 })
        #expect(await terminal.waits() { _ in terminal.isRestored })
        terminal.signal(SIGCONT)
        #expect(
            await terminal.waits() {
                $0.ranges(of: Array("\u{1B}[?1049h".utf8)).count == 2
            }
        )
        terminal.type("q")
        #expect(await terminal.waitForEnd() == 0)
        try expectRestored(terminal)
    }

    @Test func `a thousand sizes one after the other do it no harm`() async throws {
        var dice = SystemRandomNumberGenerator()
        let terminal = try await started()
        for round in 0..<1_000 {
            let isTiny = round.isMultiple(of: 5)
            terminal.resize(
                columns: .random(in: 1...(isTiny ? 12 : 300), using: &dice),
                rows: .random(in: 1...(isTiny ? 4 : 100), using: &dice)
            )
            // A window being dragged does not wait for the program either, but sometimes it stops.
            if round.isMultiple(of: 3) { await terminal.read(atMost: .milliseconds(20)) }
        }
        terminal.resize(columns: 80, rows: 24)
        terminal.type("?")
        #expect(await terminal.waits(for: "Keys"))
        terminal.type("q")
        #expect(await terminal.waitForEnd() == 0)
        try expectRestored(terminal)
    }

    @Test(arguments: [(1, 1), (2, 1), (1, 50), (300, 100), (20, 5)])
    func `it starts at any size`(columns: Int, rows: Int) async throws {
        let terminal = try PseudoTerminal(Self.command, columns: columns, rows: rows)
        #expect(await terminal.waits() { !$0.isEmpty })
        terminal.type("q")
        #expect(await terminal.waitForEnd() == 0)
        #expect(terminal.isRestored)
    }
}
