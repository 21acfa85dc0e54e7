import CNcurses
import Synchronization

/// Hands values from any task to the thread that sleeps on the terminal, and wakes it.
///
/// The screen's thread waits in one `poll` for keys, signals and news together; an `AsyncStream`
/// cannot be part of that, so news come through a pipe that is readable while the box holds
/// anything. This is the one lock in the program, held for as long as an array takes to append to.
@safe
package final class Mailbox<Letter: Sendable>: Sendable {
    private let letters = Mutex<[Letter]>([])
    private let readEnd: CInt
    private let writeEnd: CInt

    /// Letters kept while the reader is stuck, for example on a terminal that takes no output.
    ///
    /// Ten minutes of one node's readings, some 20 MB; then the oldest are dropped, as if the beats
    /// had been missed: counters tell what happened meanwhile.
    private let capacity = 600

    /// An empty box, or `nil` if the system has no more descriptors.
    package init?() {
        var ends: [CInt] = [-1, -1]
        guard unsafe cn_make_wake_pipe(&ends) == 0 else { return nil }
        (readEnd, writeEnd) = (ends[0], ends[1])
    }

    /// Puts letters in that belong together, from any thread.
    package func post(_ more: Letter...) {
        letters.withLock { letters in
            letters.append(contentsOf: more)
            letters.removeFirst(max(0, letters.count - capacity))
        }
        cn_wake(writeEnd)
    }

    /// Takes all letters out, oldest first.
    package func takeAll() -> [Letter] {
        cn_drain(readEnd)
        return letters.withLock { letters in
            defer { letters = [] }
            return letters
        }
    }

    /// What the screen waits on.
    var descriptor: CInt { readEnd }
}
