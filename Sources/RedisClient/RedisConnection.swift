import NIOCore
package import RESP

/// An open, logged-in connection to one server.
///
/// A value that names a channel: all state lives in the channel's handler, on its event loop. A
/// connection is used by one task, one batch at a time, and never again after any of its calls
/// has thrown: the error has already closed it.
package struct RedisConnection: Sendable {
    let channel: any Channel
    private let farewell: EventLoopFuture<[UInt8]?>
    /// What the server said of itself when the connection was opened.
    package internal(set) var greeting = Greeting()

    init(_ channel: any Channel, farewell: EventLoopFuture<[UInt8]?>) {
        self.channel = channel
        self.farewell = farewell
    }

    /// Sends the commands in one write and waits for all their replies, in order.
    ///
    /// The deadline is the longest wait for the last reply; then the connection is closed. An error
    /// *reply* is a value like any other and does not throw.
    package func send(
        _ commands: [ReadCommand],
        within deadline: Duration
    ) async throws(RedisError) -> [RESPValue] {
        try await send(commands.map(\.wire), during: .polling, within: deadline)
    }

    /// Sends any commands at all: for the demo's own traffic to its own server, never for watching.
    package func sendUnrestricted(
        _ commands: [RESPCommand],
        within deadline: Duration
    ) async throws(RedisError) -> [RESPValue] {
        try await send(commands, during: .polling, within: deadline)
    }

    func send(
        _ commands: [RESPCommand],
        during step: ConnectionStep,
        within deadline: Duration
    ) async throws(RedisError) -> [RESPValue] {
        guard !commands.isEmpty else { return [] }
        let replies = channel.eventLoop.makePromise(of: [RESPValue].self)
        let batch = Batch(commands: commands, step: step, deadline: deadline, replies: replies)
        do {
            return try await withTaskCancellationHandler {
                channel.writeAndFlush(batch).whenFailure { _ in
                    replies.fail(RedisError.closed(during: step))
                }
                return try await replies.futureResult.get()
            } onCancel: {
                channel.close(promise: nil)
            }
        } catch let error as RedisError {
            throw Task.isCancelled ? .cancelled : error
        } catch {
            throw Task.isCancelled ? .cancelled : .closed(during: step)
        }
    }

    /// Which of the keys read after `trackNext` have changed since this was asked last.
    package func changedKeys() async -> ChangedKeys {
        let taken = channel.eventLoop.submit {
            try channel.pipeline.syncOperations.handler(type: BatchHandler.self).takeChanged()
        }
        return (try? await taken.get()) ?? .everything
    }

    /// Closes the connection and waits until it is closed.
    package func close() async {
        try? await channel.close().get()
    }

    /// The error a server sent unasked before it closed, as it does when it is full.
    func lastWords() async -> [UInt8]? {
        try? await farewell.get()
    }
}
