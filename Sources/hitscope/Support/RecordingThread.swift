import CacheMetrics
import Dashboard
import NIOPosix
import Recording
import Terminal
import UnixSignals

/// A recording that is written by a thread of its own.
///
/// A disk may take seconds for what it is told to keep. Whoever waited for it on one of the few
/// threads that tasks share would hold up polling and the screen.
struct RecordingThread: Sendable {
    private let writer: RecordingWriter
    private let inbox: Mailbox<Letter>
    /// The steady clock of the latest reading that was written.
    private let written: Mailbox<Int64>

    private enum Letter: Sendable {
        /// A reading and how many came before it.
        case reading(Reading, number: UInt64)
        /// The end, after so many.
        case end(number: UInt64)

        var isReading: Bool { if case .reading = self { true } else { false } }
    }

    private static let threads: NIOThreadPool = {
        let threads = NIOThreadPool(numberOfThreads: 1)
        threads.start()
        return threads
    }()

    /// A thread that will write what comes from so many nodes.
    init(writing writer: RecordingWriter, nodes: Int) throws(CommandFailure) {
        let capacity = RecordingWriter.mostWaiting * max(1, nodes)
        guard let inbox = Mailbox<Letter>(keeping: capacity),
            let written = Mailbox<Int64>(keeping: 1)
        else {
            throw CommandFailure(message: "cannot start: too many open files", code: .cannotStart)
        }
        (self.writer, self.inbox, self.written) = (writer, inbox, written)
    }

    /// A reading that is handed over, and how the disk is doing.
    struct HandOver {
        let reading: Reading
        /// How many readings have been lost because it took too long.
        let lost: UInt64
        /// How long it has taken for those before this one, in microseconds.
        let behind: Int64
    }

    /// How the recording is doing before its first reading is written, which may take a while too.
    func status(before reading: Reading) -> RecordingStatus {
        RecordingStatus(
            bytes: writer.progress.bytes,
            sinceMicroseconds: reading.moment.wallMicroseconds,
            latestMicroseconds: reading.moment.steadyMicroseconds
        )
    }

    /// Has all that a source yields written, at most so many readings; `show` is given each at once.
    func take(
        _ source: some ReadingSource,
        atMost most: Int? = nil,
        show: (HandOver) -> Void
    ) async {
        var source = source
        var (number, lost): (UInt64, UInt64) = (0, 0)
        var latest: Int64?
        while number < most.map({ UInt64(clamping: $0) }) ?? .max,
            let reading = await source.next()
        {
            let now = reading.moment.steadyMicroseconds
            latest = written.takeAll().last ?? latest ?? now
            show(HandOver(reading: reading, lost: lost, behind: now &- (latest ?? now)))
            lost += UInt64(inbox.post(.reading(reading, number: number)))
            number += 1
        }
        inbox.post(.end(number: number))
    }

    /// Writes what was taken until that ends, or until `told` says so, which learns how each went.
    ///
    /// It does not end when its task is cancelled: what was read is to be written all the same.
    func run(
        told: @escaping @Sendable (RecordingWriter.Progress, Reading) -> Bool
    ) async -> RecordingWriter.Progress {
        await withCheckedContinuation { continuation in
            Self.threads.submit { _ in continuation.resume(returning: write(told)) }
        }
    }

    private func write(
        _ told: (RecordingWriter.Progress, Reading) -> Bool
    ) -> RecordingWriter.Progress {
        var (writer, expected): (RecordingWriter, UInt64) = (writer, 0)
        var letters: [Letter] = []
        var goesOn = true
        while goesOn {
            if letters.isEmpty { letters = inbox.waitAndTakeAll().reversed() }
            switch letters.popLast() {
            case .reading(let reading, let number):
                // The box drops the oldest if the disk takes too long.
                writer.lose(number - expected)
                expected = number + 1
                writer.append(reading)
                written.post(reading.moment.steadyMicroseconds)
                goesOn = told(writer.progress, reading)
            case .end(let number):
                writer.lose(number - expected)
                goesOn = false
            case nil: continue
            }
        }
        // Of a pipe that nobody reads any more nothing else will be taken.
        writer.lose(UInt64((letters + inbox.takeAll()).count { $0.isReading }))
        writer.finish()
        return writer.progress
    }

    /// Says what is waited for, if that takes longer than anybody would wait without a word, and ends the
    /// program at the next signal; until it is cancelled.
    static func offerToGiveUp(_ output: String) async {
        guard (try? await Task.sleep(for: .seconds(1))) != nil else { return }
        let whom = output == "-" ? "whoever reads it" : "the disk"
        // There may be a line that is not at its end.
        if Machine.errorIsTerminal { printError("\n") }
        warn("waiting for \(whom) to take the recording; ^C gives up what is not taken")
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm, .sighup)
        for await _ in signals {
            warn("given up: \(whom) did not take all of the recording")
            exit(.lostData)
        }
    }
}
