package import CacheMetrics

/// The latest reads of one key's LFU counter.
package struct CounterLooks: Sendable {
    private var reads: [Read] = []

    private struct Read: Sendable {
        /// On the source's steady clock.
        let milliseconds: Int64
        /// By the server's clock, since 1970, or `nil` where it is not known.
        let serverMilliseconds: Int64?
        let counter: Int64
    }

    /// Reads that are used together: five steps of decay, which show a key that nobody requests any more.
    private static let span: Int64 = 300_000
    /// Reads kept.
    private static let most = 64
    /// Steps that make a rate known to a quarter: then older reads say nothing new.
    private static let enoughSteps: Int64 = 16
    /// The shortest time that is compared.
    private static let shortest: Int64 = 5_000
    /// How far the server's cached clock may be off when it turns a minute, in milliseconds.
    private static let clockError: Int64 = 250

    /// Looks at nothing yet.
    package init() {}

    /// Adds a read of the counter, by the source's steady clock and the server's, in milliseconds.
    package mutating func add(_ counter: Int64, at milliseconds: Int64, server: Int64?) {
        reads.removeAll { milliseconds &- $0.milliseconds > Self.span }
        if reads.count == Self.most {
            // Every second of the older ones will do.
            reads = reads.enumerated().filter { $0.offset.isMultiple(of: 2) || $0.offset > 31 }
                .map(\.element)
        }
        reads.append(
            Read(milliseconds: milliseconds, serverMilliseconds: server, counter: counter)
        )
    }

    /// When the counter was read last, on the source's steady clock.
    var latest: Int64? { reads.last?.milliseconds }

    /// How far the counter climbed, over the shortest time of a few that says enough, or else over all.
    package func climb(_ logFactor: Int64, _ decayMinutes: Int64) -> CounterClimb? {
        guard let last = reads.last else { return nil }
        var found: CounterClimb?
        for span in [20_000, 60_000, 120_000, Self.span] {
            let part = reads.filter { last.milliseconds &- $0.milliseconds <= span }
            guard let first = part.first,
                last.milliseconds &- first.milliseconds >= Self.shortest
            else { continue }
            found = Self.climb(part, Double(logFactor), decayMinutes)
            if let found, found.steps >= Self.enoughSteps { return found }
        }
        return found
    }

    private static func climb(
        _ reads: [Read],
        _ logFactor: Double,
        _ decayMinutes: Int64
    ) -> CounterClimb {
        var (steps, uncertain, exposure): (Int64, Int64, Double) = (0, 0, 0)
        for (earlier, later) in zip(reads, reads.dropFirst()) {
            let decay = decay(from: earlier, to: later, decayMinutes)
            let change = later.counter - earlier.counter + decay.sure
            let climbed = max(0, change)
            steps += climbed
            // A counter that fell further than it must have shows which of them there were.
            uncertain += max(0, decay.unsure + min(0, change))
            // What is climbed again after a step of decay is climbed half a step lower on average.
            let start = Double(earlier.counter) - Double(decay.sure) / 2
            let seconds = Double(later.milliseconds - earlier.milliseconds) / 1e3
            exposure += seconds / meanRequestsPerStep(from: start, steps: climbed, logFactor)
        }
        let span = (reads.last?.milliseconds ?? 0) - (reads.first?.milliseconds ?? 0)
        return CounterClimb(
            steps: steps,
            uncertainSteps: uncertain,
            exposureMicroseconds: Int64(min(1e15, exposure * 1e6)),
            spanMilliseconds: span
        )
    }

    /// Requests that a step stood for on the way, on average over the time: a counter spends as long at each
    /// level as that takes requests, and half as long at the one where it was read.
    private static func meanRequestsPerStep(
        from start: Double,
        steps: Int64,
        _ logFactor: Double
    ) -> Double {
        let requests = { (level: Double) in max(0, level - 5) * logFactor + 1 }
        var sum = requests(start + Double(steps)) / 2
        for step in 0..<min(steps, 255) { sum += requests(start + Double(step)) }
        return sum / (Double(steps) + 0.5)
    }

    /// Steps of decay between two reads: one for each minute of the server's clock that turned, where a
    /// step takes one minute.
    ///
    /// Where it takes more, a key that is requested within that time never decays, because the time begins
    /// anew with each request, and one that is not does.
    private static func decay(
        from earlier: Read,
        to later: Read,
        _ minutes: Int64
    ) -> (sure: Int64, unsure: Int64) {
        guard minutes > 0 else { return (0, 0) }
        guard let from = earlier.serverMilliseconds, let to = later.serverMilliseconds else {
            let elapsed = (later.milliseconds - earlier.milliseconds) / 60_000 / minutes
            return minutes == 1 ? (elapsed, 1) : (0, elapsed + 1)
        }
        guard minutes == 1 else { return (0, (to / 60_000 - from / 60_000) / minutes) }
        let turns = (early: to - clockError, late: to + clockError)
        let least = max(0, turns.early / 60_000 - (from + clockError) / 60_000)
        let most = turns.late / 60_000 - (from - clockError) / 60_000
        return (least, max(0, most - least))
    }
}
