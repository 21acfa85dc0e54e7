import CNcurses
import Synchronization

/// Hands values from any task to a thread that sleeps on the terminal, or on the box, and wakes it.
///
/// The screen's thread waits in one `poll` for keys, signals and news together; an `AsyncStream`
/// cannot be part of that, so news come through a pipe that is readable while the box holds
/// anything. Nor can it wake a thread that is no task's. This is the one lock in the program, held for
/// as long as an array takes to append to.
@safe
package final class Mailbox<Letter: Sendable>: Sendable {
    private let letters = Mutex<[Letter]>([])
    private let readEnd: CInt
    private let writeEnd: CInt

    private let capacity: Int

    /// An empty box, or `nil` if the system has no more descriptors.
    ///
    /// It keeps so many letters while the reader is stuck, for example on a terminal that takes no
    /// output: unless another number is given, ten minutes of one node's readings, some 20 MB. Then
    /// the oldest are dropped, as if the beats had been missed: counters tell what happened meanwhile.
    package init?(keeping capacity: Int = 600) {
        self.capacity = capacity
        var ends: [CInt] = [-1, -1]
        guard unsafe cn_make_wake_pipe(&ends) == 0 else { return nil }
        (readEnd, writeEnd) = (ends[0], ends[1])
    }

    /// Puts letters in that belong together, from any thread; how many were dropped for it.
    @discardableResult
    package func post(_ more: Letter...) -> Int {
        let dropped = letters.withLock { letters in
            letters.append(contentsOf: more)
            let dropped = max(0, letters.count - capacity)
            letters.removeFirst(dropped)
            return dropped
        }
        cn_wake(writeEnd)
        return dropped
    }

    /// Takes all letters out, oldest first.
    package func takeAll() -> [Letter] {
        cn_drain(readEnd)
        return letters.withLock { letters in
            defer { letters = [] }
            return letters
        }
    }

    /// Waits for letters and takes all out, oldest first; it blocks the thread and is never empty.
    package func waitAndTakeAll() -> [Letter] {
        while true {
            cn_await(readEnd)
            let letters = takeAll()
            if !letters.isEmpty { return letters }
        }
    }

    /// What the screen waits on.
    var descriptor: CInt { readEnd }
}
