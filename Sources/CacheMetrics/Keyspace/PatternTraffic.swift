/// What clients did to the keys of a pattern, in the bursts that were listened to lately.
package struct PatternTraffic: Sendable, Equatable {
    /// How often they were read, or `nil` where only changes are listened to.
    package var reads: KeyTraffic?
    /// How often they were written, and how often deleted.
    package var (writes, removals): (KeyTraffic, KeyTraffic)

    /// Traffic from its parts.
    package init(reads: KeyTraffic?, writes: KeyTraffic, removals: KeyTraffic) {
        (self.reads, self.writes, self.removals) = (reads, writes, removals)
    }

    /// Times they were named.
    package var count: UInt64 { (reads?.count ?? 0) &+ writes.count &+ removals.count }

    /// The share of what was done to them that was writing, with its interval; `nil` where reads are
    /// not heard.
    package var writeShare: Estimate? {
        guard let reads else { return nil }
        let all = reads.count &+ writes.count
        return Estimate.share(Double(writes.count), of: Double(all), in: nil)
    }
}
