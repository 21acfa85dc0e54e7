/// The bursts that were listened to lately, all commands together.
package struct TrafficWindow: Sendable, Equatable {
    /// Bursts, and the commands that were seen in them.
    package var (bursts, commands): (UInt64, UInt64)
    /// The sum over the bursts of the commands a second that others sent meanwhile, by the server's
    /// own count, in thousandths.
    package var milliPerSecond: UInt64

    /// A window from its sums.
    package init(bursts: UInt64, commands: UInt64, milliPerSecond: UInt64) {
        (self.bursts, self.commands, self.milliPerSecond) = (bursts, commands, milliPerSecond)
    }

    /// Commands a second that others sent, on average.
    package var perSecond: Double? {
        bursts > 0 ? Double(milliPerSecond) / 1_000 / Double(bursts) : nil
    }

    /// How often a key is asked for, on average over the bursts.
    ///
    /// Its error is that of the bursts and not of the commands: what clients do within a few
    /// milliseconds hangs together, and loads come and go within a minute (`keyspace.md` E7). Fewer
    /// than five bursts give no interval.
    package func rate(of traffic: KeyTraffic) -> KeyRate? {
        guard commands > 0, let all = perSecond else { return nil }
        let count = Double(bursts)
        let mean = Double(traffic.milliPerSecond) / 1_000 / count
        var rate = KeyRate(perSecond: mean, interval: nil, isSaturated: false, isLagging: false)
        guard bursts >= 5 else { return rate }
        let between = max(0, traffic.squares - count * mean * mean) / (count - 1) / count
        // However alike the bursts are, so many commands were seen and no more.
        let share = all > 0 ? min(1, mean / all) : 0
        let binomial = share * (1 - share) / Double(commands) * all * all
        let half = Estimate.studentQuantile(count - 1) * max(between, binomial).squareRoot()
        rate.interval = max(0, mean - half)...(mean + half)
        return rate
    }

    /// The part of all that others sent, or `nil` if nothing was heard.
    package func share(of traffic: KeyTraffic) -> Double? {
        milliPerSecond > 0
            ? min(1, Double(traffic.milliPerSecond) / Double(milliPerSecond)) : nil
    }
}
