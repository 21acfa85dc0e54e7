/// What one key of the walk costs the server, learned from its own account of its CPU time.
///
/// Between two polls the main thread spends a little at rest, a little on each command of others,
/// and a little on each key of ours: three unknowns, followed by a Kalman filter (Kalman 1960). Our
/// own share can be told from the rest because the walk varies its pace (`keyspace.md` 3.1).
struct CostModel: Sendable {
    /// CPU seconds: a second at rest, for a command of others, for a key of ours.
    private(set) var costs: [Double]
    private var covariance: [[Double]]
    /// The variance of what the model does not explain.
    private var noise = 4e-6

    /// What a key costs until the server has shown otherwise.
    ///
    /// Redis 7.0.15 needs 3 µs when it is busy and 5 when it is idle and its caches are cold. A budget
    /// overdrawn at first is overdrawn.
    static let usualSecondsPerKey = 5e-6
    /// A server this much slower or faster than the usual one is not believed.
    private static let believable = 0.5e-6...40e-6

    init() {
        costs = [0.002, 5e-6, Self.usualSecondsPerKey]
        let deviations = [0.05, 10e-6, 2e-6]
        covariance = deviations.indices.map { row in
            deviations.indices.map { row == $0 ? deviations[row] * deviations[row] : 0 }
        }
    }

    /// CPU seconds of the server's main thread for one key.
    var secondsPerKey: Double {
        min(max(costs[2], Self.believable.lowerBound), Self.believable.upperBound)
    }

    /// Learns from a stretch of time: how long it was, what was done and what that cost.
    mutating func learn(seconds: Double, others: Double, keys: Double, cpuSeconds: Double) {
        guard seconds > 0, others >= 0, cpuSeconds >= 0, cpuSeconds < 2 * seconds else { return }
        let inputs = [seconds, others, keys]
        let surprise = cpuSeconds - zip(costs, inputs).reduce(0) { $0 + $1.0 * $1.1 }
        // Loads change, so what is known of others fades; a key of ours costs what it cost before.
        covariance[0][0] += 1e-8
        covariance[1][1] += 1e-14
        let gain = covariance.map { row in zip(row, inputs).reduce(0) { $0 + $1.0 * $1.1 } }
        let expected = zip(inputs, gain).reduce(0) { $0 + $1.0 * $1.1 }
        let scale = 1 / (expected + noise)
        for row in costs.indices {
            costs[row] += gain[row] * scale * surprise
            for column in costs.indices {
                covariance[row][column] -= gain[row] * scale * gain[column]
            }
        }
        noise = max(1e-9, 0.95 * noise + 0.05 * max(0, surprise * surprise - expected))
    }
}
