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

    /// What a key costs an idle server until it has shown otherwise.
    ///
    /// Redis 7.0.15 needs 2 µs for its name and size when nothing else is done and 3.5 when its caches are
    /// cold. A budget overdrawn at first is overdrawn.
    static let usualSecondsPerKey = 3.5e-6
    /// What a key costs more beside so many commands of others a second, which drive each other's
    /// data from the caches: 7.7 µs were measured, of which others' commands suffered a part.
    private static let (dearer, crowd) = (3e-6, 20_000.0)
    /// A server this much slower or faster than the usual one is not believed.
    private static let believable = 0.5e-6...40e-6

    /// A model of a server that is known by nothing but its commands a second.
    init(commandsPerSecond: Double) {
        let price =
            Self.usualSecondsPerKey + Self.dearer * min(1, max(0, commandsPerSecond) / Self.crowd)
        costs = [0.002, 5e-6, price]
        let deviations = [0.05, 10e-6, 2e-6]
        covariance = deviations.indices.map { row in
            deviations.indices.map { row == $0 ? deviations[row] * deviations[row] : 0 }
        }
    }

    /// CPU seconds of the server's main thread for one key.
    var secondsPerKey: Double {
        min(max(costs[2], Self.believable.lowerBound), Self.believable.upperBound)
    }

    private static func product(_ one: [Double], _ other: [Double]) -> Double {
        zip(one, other).reduce(0) { $0 + $1.0 * $1.1 }
    }

    /// Learns from a stretch of time: how long it was, what was done and what that cost.
    mutating func learn(seconds: Double, others: Double, keys: Double, cpuSeconds: Double) {
        guard seconds > 0, others >= 0, cpuSeconds >= 0, cpuSeconds < 2 * seconds else { return }
        let inputs = [seconds, others, keys]
        let surprise = cpuSeconds - Self.product(costs, inputs)
        // Loads change, so what is known fades: of others at once, of a key of ours over minutes.
        covariance[0][0] += 1e-8
        covariance[1][1] += 1e-14
        covariance[2][2] += 3e-15
        // A leap is the others': they may begin something else at any time, and a key of ours never does.
        let usual = Self.product(inputs, covariance.map { Self.product($0, inputs) }) + noise
        if surprise * surprise > 16 * usual { covariance[0][0] += surprise * surprise }
        let gain = covariance.map { Self.product($0, inputs) }
        let expected = Self.product(inputs, gain)
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
