/// How many lookups we may add to those that the server counts.
///
/// `TYPE`, `PTTL`, `OBJECT` and reads of boards count as hits or misses like those of clients. hitscope
/// takes its own out of the ratios it shows, but every other tool shows the sum: in an incident the hit
/// ratio on everybody's board must not change because somebody watches. So of the lookups that the server
/// counts ours are a small share, or as many as cannot be noticed.
struct ProbeAllowance: Sendable {
    /// Our lookups as a share of the clients'; 0 for none but those that were asked for by name, 1 for as many
    /// as the budget of CPU time allows, however many the clients make.
    let share: Double
    /// Lookups granted since the start.
    private(set) var granted = 0.0
    /// Lookups per second granted last.
    private(set) var perSecond = 0.0
    private var last: (elapsed: Duration, lookups: UInt64?, own: UInt64)?
    /// Since when clients have made no lookup.
    private var quietSince: Duration = .zero

    /// The share while an operator has asked for more, and for how long that holds.
    static let boost = (share: 0.1, length: Duration.seconds(60))
    /// Lookups per second in any case: in the first minute, after it, and where clients make none at all,
    /// so that there is no ratio to distort.
    private static let floor = (first: 16.0, later: 2.0, quiet: 20.0)
    /// Lookups per second where the share is 1: more than the budget of CPU time allows.
    private static let unlimited = 20_000.0
    private static let warmUp = Duration.seconds(60)
    /// Time without a lookup of clients after which there are none at all.
    private static let longQuiet = Duration.seconds(10)
    /// Seconds whose lookups may be saved up.
    private static let patience = 5.0

    init(share: Double) { self.share = share }

    /// Grants lookups for the time since the last call.
    ///
    /// `lookups` is what the server has counted in all, `own` how many of them were ours, `spent` how many we
    /// made in all, some perhaps on its replica. More than what is left from a few seconds is not saved.
    mutating func grant(
        lookups: UInt64?,
        own: UInt64,
        spent: UInt64,
        isBoosted: Bool,
        at elapsed: Duration
    ) {
        guard share > 0 else { return }
        let before = last
        last = (elapsed, lookups, own)
        guard let before else {
            return add(share < 1 ? Self.floor.first : Self.unlimited, spent: spent, over: 1)
        }
        let seconds = (elapsed - before.elapsed) / .seconds(1)
        guard seconds > 0 else { return }
        let clients = Self.clients(from: before, to: (lookups, own))
        if clients ?? 1 > 0.5 { quietSince = elapsed }
        let isQuiet = elapsed - quietSince >= Self.longQuiet
        var floor =
            isQuiet ? Self.floor.quiet : elapsed < Self.warmUp ? Self.floor.first : Self.floor.later
        if share >= 1 { floor = Self.unlimited }
        let part = isBoosted ? max(share, Self.boost.share) : share
        perSecond = max(part * (clients ?? 0) / seconds, floor)
        add(perSecond * seconds, spent: spent, over: seconds)
    }

    /// Lookups of clients between two reports; `nil` where they are not known.
    private static func clients(
        from before: (elapsed: Duration, lookups: UInt64?, own: UInt64),
        to now: (lookups: UInt64?, own: UInt64)
    ) -> Double? {
        guard let old = before.lookups, let new = now.lookups, new >= old, now.own >= before.own
        else { return nil }
        return max(0, Double(new - old) - Double(now.own - before.own))
    }

    private mutating func add(_ lookups: Double, spent: UInt64, over seconds: Double) {
        let most = Double(spent) + max(lookups, lookups / seconds * Self.patience)
        granted = min(max(granted, Double(spent)) + lookups, most)
    }

    /// Lookups that may be made now, after so many of ours.
    func left(after spent: UInt64) -> Int { max(0, Int(min(1e9, granted - Double(spent)))) }
}
