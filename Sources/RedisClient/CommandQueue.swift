import RESP

/// Which replies belong to the batch in flight, and what a message, a deadline or a loss means.
///
/// The queue decides and does nothing itself: it is told what happened and answers with what the
/// channel should do. One batch may be in flight; its replies come in order, so the nth reply is
/// the nth command's. After any failure the place in the stream is unknown, so the only action is
/// to close: a late reply must never be taken for the answer to a later question.
struct CommandQueue<Completion>: ~Copyable {
    enum Action {
        /// Nothing to do until more arrives.
        case wait
        /// The batch is complete.
        case succeed(Completion, [RESPValue])
        /// Close the connection, and fail the batch if there is one.
        case close(failing: Completion?)
    }

    private enum State {
        case idle
        case waiting(Completion, expected: Int, replies: [RESPValue])
        case closed
    }

    private var state = State.idle

    /// Whether a reply that arrives now would answer nothing.
    var isIdle: Bool {
        switch state {
        case .idle: true
        case .waiting, .closed: false
        }
    }

    /// Begins a batch of `count` commands; `false` if one is in flight or the connection is gone.
    mutating func begin(_ completion: Completion, count: Int) -> Bool {
        guard case .idle = state, count > 0 else { return false }
        state = .waiting(completion, expected: count, replies: [])
        return true
    }

    /// A message arrived; pushes are dropped, a reply nobody asked for means the stream is lost.
    mutating func receive(_ message: RESPMessage) -> Action {
        guard case .reply(let value) = message else { return .wait }
        guard case .waiting(let completion, let expected, var replies) = state else {
            return fail()
        }
        // The copy in `state` must go first, or appending would copy all replies so far.
        state = .closed
        replies.append(value)
        guard replies.count == expected else {
            state = .waiting(completion, expected: expected, replies: replies)
            return .wait
        }
        state = .idle
        return .succeed(completion, replies)
    }

    /// The deadline passed, the peer left or the stream made no sense.
    mutating func fail() -> Action {
        defer { state = .closed }
        guard case .waiting(let completion, _, _) = state else { return .close(failing: nil) }
        return .close(failing: completion)
    }
}
