import CacheMetrics

extension JudgedNode {
    /// Every burst of expiries ahead (`keyspace.md` E11) that is worth knowing of.
    ///
    /// Left out are those that a start explains, right after which all keys are young and those with one TTL
    /// end as close as they began, and those that are put off: keys whose TTL begins anew whenever they
    /// are used all end some time from now, always. Nor is anything asked for again when limits and locks
    /// end.
    func wavesAhead() -> [ExpiryWave] {
        let uptime = Double(info?[.uptime] ?? 0)
        let now = Double(self.moment.steadyMicroseconds) / 1_000
        let copies = patterns.filter {
            !$0.pattern.bursts.isEmpty && $0.traits.purposes.isDisjoint(with: [.limit, .lock])
        }
        return copies.flatMap { pattern in
            let row = row(of: pattern)
            let expiring = row.keys.value * (pattern.group.expiringShare ?? 0)
            return pattern.pattern.bursts.compactMap { burst -> ExpiryWave? in
                let begins = Double(burst.beginsMilliseconds)
                guard begins > now, Double(burst.widthMilliseconds) / 1_000 < uptime / 4,
                    wasForeseen(burst, pattern)
                else { return nil }
                return ExpiryWave(
                    pattern: pattern,
                    burst: burst,
                    keys: (expiring * burst.share.value).rounded(),
                    secondsAhead: (begins - now) / 1_000
                )
            }
        }
    }

    /// What is to be said where no burst is ahead: that none is, or that there was not the time to tell.
    var noWaves: Judgement {
        let isUnknown = patterns.contains { pattern in
            pattern.traits.purposes.isDisjoint(with: [.limit, .lock])
                && pattern.group.keys >= Self.waveKeys && totals?.expiring != 0
                && pattern.group.lasting &+ pattern.group.expiringKeys < Self.waveProbes
        }
        if isUnknown { return .needsProbes }
        let isYoung = self.metrics.count < Int(beats(in: 15))
        return isYoung && patterns.contains { !$0.pattern.bursts.isEmpty }
            ? .unknown("a burst of expiries was not watched for 15 seconds yet") : .healthy
    }

    /// Keys of a pattern that make a wave worth knowing of, and times to live that would show one.
    private static let (waveKeys, waveProbes) = (UInt64(500), UInt64(200))

    /// Whether the burst was going to begin at about the same moment some time ago: one that is put off
    /// moves as fast as time does, one that is coming stays where it is, but for what a sample blurs.
    private func wasForeseen(_ burst: ExpiryBurst, _ pattern: JudgedPattern) -> Bool {
        let age = max(15, Double(burst.widthMilliseconds) / 1_000)
        let beat = self.moment.beat - beats(in: age)
        let begins = Double(burst.beginsMilliseconds) / 1_000
        return (0..<ExpiryBurst.most).contains { place in
            let name = ExpiryBurst.trace(of: pattern.template ?? [], place)
            let before = self.bursts.latest(of: name, upTo: beat, within: beats(in: age))
            return before.map { abs($0 - begins) < age / 2 } ?? false
        }
    }
}
