/// The bursts that were listened to lately, all commands together.
package struct TrafficWindow: Sendable, Equatable {
    /// Bursts, and the commands that were seen in them.
    package var (bursts, commands): (UInt64, UInt64)
    /// The sum over the bursts of the square of their commands.
    package var squares: UInt64
    /// Commands a second that others sent meanwhile, by the server's own count, in thousandths.
    package var milliPerSecond: UInt64

    /// A window from its sums.
    package init(bursts: UInt64, commands: UInt64, squares: UInt64, milliPerSecond: UInt64) {
        (self.bursts, self.commands) = (bursts, commands)
        (self.squares, self.milliPerSecond) = (squares, milliPerSecond)
    }

    /// How often a key is asked for, by its share of what was seen and the server's own count.
    ///
    /// A ratio of sums over bursts, whose error is that of the bursts and not of the commands: what
    /// clients do within a few milliseconds hangs together (`keyspace.md` E7; Cochran, *Sampling
    /// Techniques*, 6.4). Fewer than five bursts give no interval.
    package func rate(of traffic: KeyTraffic) -> KeyRate? {
        guard commands > 0 else { return nil }
        let (all, count) = (Double(commands), Double(bursts))
        let share = Double(traffic.count) / all
        let perSecond = Double(milliPerSecond) / 1_000
        var rate = KeyRate(
            perSecond: share * perSecond,
            interval: nil,
            isSaturated: false,
            isLagging: false
        )
        guard bursts >= 5 else { return rate }
        let spread =
            Double(traffic.squares) - 2 * share * Double(traffic.products)
            + share * share * Double(squares)
        let between = max(0, spread) * count / (count - 1) / (all * all)
        // However alike the bursts are, so many commands were seen and no more.
        let binomial = share * (1 - share) / all
        let half = Estimate.normalQuantile * max(between, binomial).squareRoot()
        rate.interval = max(0, share - half) * perSecond...min(1, share + half) * perSecond
        return rate
    }
}
