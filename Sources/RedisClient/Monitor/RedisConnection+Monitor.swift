import NIOCore

extension RedisConnection {
    /// Listens for a moment to what others send, on a connection of its own that ends with it.
    ///
    /// `MONITOR` slows a busy server, so nothing else can start it and it never outlives its limits.
    ///
    /// - Throws: the server's refusal, or why there is no connection.
    package static func monitor(
        _ target: Target,
        named name: String,
        limits: MonitorBurst.Limits
    ) async throws(RedisError) -> MonitorBurst {
        let connection = try await open(to: target, named: name)
        return try await connection.listen(limits)
    }

    private func listen(_ limits: MonitorBurst.Limits) async throws(RedisError) -> MonitorBurst {
        let channel = channel
        let done = channel.eventLoop.makePromise(of: MonitorBurst.self)
        do {
            return try await withTaskCancellationHandler {
                try await channel.pipeline.removeHandler(name: Self.handlerName).get()
                try await channel.eventLoop.submit {
                    let listener = MonitorHandler(limits, done: done)
                    try channel.pipeline.syncOperations.addHandler(listener)
                }.get()
                return try await done.futureResult.get()
            } onCancel: {
                channel.close(promise: nil)
            }
        } catch let error as RedisError {
            await close()
            throw error
        } catch {
            done.succeed(MonitorBurst())
            await close()
            throw Task.isCancelled ? .cancelled : .closed(during: .polling)
        }
    }
}
