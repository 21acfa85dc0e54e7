import RESP

/// Traffic whose truth is known: of every ten reads eight hit, and keys only ever become more.
///
/// It comes from a process of its own, so that it stays steady however busy the tests are.
package enum SteadyLoad {
    /// The share of reads that hit.
    package static let hitRatio = 0.8

    private static let script = """
        local n = redis.call('INCR', 'n')
        redis.call('SET', 'key:' .. n, string.rep('v', 200))
        for read = 0, 19 do
            redis.call('GET', read % 10 < 8 and 'key:' .. n or 'absent:' .. read)
        end
        """

    /// Runs a body while the traffic runs, some two thousand commands a second.
    package static func during<Result: Sendable>(
        _ server: RedisServer,
        _ body: @Sendable @escaping () async throws -> Result
    ) async throws -> Result {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                _ = try await run(
                    ["redis-cli", "-p", "\(server.port)", "-r", "-1", "-i", "0.01"] + [
                        "EVAL", script, "0",
                    ]
                )
            }
            defer { group.cancelAll() }
            while try await server.send(["EXISTS", "n"])[0].integer != 1 { await Task.yield() }
            return try await body()
        }
    }
}
