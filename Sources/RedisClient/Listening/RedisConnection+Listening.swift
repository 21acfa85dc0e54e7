import NIOCore

extension RedisConnection {
    /// Listens for a moment to what others send, on a connection of its own that ends with it.
    ///
    /// That slows a busy server, so nothing else can start it and it never outlives its limits.
    ///
    /// - Throws: the server's refusal, or why there is no connection.
    package static func listen(
        to traffic: TrafficKind,
        of target: Target,
        named name: String,
        limits: TrafficBurst.Limits
    ) async throws(RedisError) -> TrafficBurst {
        let opening = ContinuousClock.now
        let connection = try await open(to: target, named: name)
        // Opening took three round trips at least.
        let roundTrip = opening.duration(to: .now) / 3
        switch traffic {
        case .commands:
            return try await connection.listen(MonitorParser(), limits, roundTrip: roundTrip)
        case .changes:
            guard connection.greeting.protocolVersion == 3 else {
                await connection.close()
                throw .rejected(Array("ERR changes are told over RESP3 only".utf8))
            }
            return try await connection.listen(TrackingParser(), limits, roundTrip: roundTrip)
        }
    }

    private func listen(
        _ parser: some BurstParser & Sendable,
        _ limits: TrafficBurst.Limits,
        roundTrip: Duration
    ) async throws(RedisError) -> TrafficBurst {
        let channel = channel
        let done = channel.eventLoop.makePromise(of: TrafficBurst.self)
        do {
            return try await withTaskCancellationHandler {
                try await channel.pipeline.removeHandler(name: Self.handlerName).get()
                try await channel.eventLoop.submit {
                    let listener = BurstHandler(parser, limits, roundTrip: roundTrip, done: done)
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
            done.succeed(TrafficBurst())
            await close()
            throw Task.isCancelled ? .cancelled : .closed(during: .polling)
        }
    }
}
