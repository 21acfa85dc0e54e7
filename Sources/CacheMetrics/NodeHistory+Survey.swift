extension NodeHistory {
    /// Keys in the database that is walked over, as the server counts them.
    package var surveyedKeys: UInt64? {
        guard let interval, let survey = interval.later.survey else { return nil }
        return interval.databases.first { Int64($0.number) == survey.database }?.keys ?? 0
    }

    /// What the keys of that database take by the server's ledger, in bytes, or `nil` where it has others
    /// too, whose bytes are not told apart.
    package var surveyedLedger: Double? {
        guard let info = interval?.later.sample.info, info.databases.count == 1 else { return nil }
        return info.bytesOfKeys
    }

    /// What other sizes of memory would hit, by the idle times met so far, and the hits, misses and
    /// evictions of the last two minutes, or since keys have been evicted if that is less, but of half
    /// a minute at least.
    package var missRatioCurve: MissRatioCurve? {
        guard let table = interval?.later.survey?.patterns, let population = surveyedKeys
        else { return nil }
        let beats = { (seconds: Double) in Int64((seconds / secondsPerBeat).rounded()) }
        let evictions = metrics.values(of: .evicted, since: moment.beat - beats(120))
        let began = evictions.first { $0.value > 0 }?.beat ?? .min
        let since = max(moment.beat - beats(120), min(began, moment.beat - beats(30)))
        let (hits, misses, evicted) = (
            metrics.sum(of: .hits, since: since), metrics.sum(of: .misses, since: since),
            metrics.sum(of: .evicted, since: since)
        )
        let lookups = hits.sum + misses.sum
        guard lookups > 0, evicted.count > 0 else { return nil }
        return MissRatioCurve(
            table.idle,
            population: population,
            hitRatio: hits.sum / lookups,
            lookupsPerSecond: lookups / Double(hits.count),
            evictedPerSecond: evicted.sum / Double(evicted.count),
            over: Double(hits.count) * secondsPerBeat
        )
    }

    /// A key's part of all traffic, or `nil` if its rate is only a lagging guess.
    ///
    /// Rates are rough and a command may name many keys: of keys that come to more than all commands it
    /// is the part of what those come to, so that no shares add up to more than the whole.
    package func share(of key: SurveyedKey) -> Double? {
        guard let survey = interval?.later.survey else { return nil }
        switch survey.method {
        // What was heard is a part of what was heard then, not of what is sent now.
        case .traffic(let window), .changes(let window): return key.traffic.flatMap(window.share)
        // Of a key that was tracked by CPU time it is its part of that, as the pane says.
        case .tracked(let window):
            if let share = key.tracked.flatMap(window.share) { return share }
        case .frequency, .idleTime, .unknown: break
        }
        guard let rate = survey.rate(of: key), !rate.isLagging, let others = othersPerSecond else {
            return nil
        }
        return rate.perSecond / max(others, hottestPerSecond, rate.perSecond)
    }

    /// The least part of all traffic that a key has for sure, where that can be told.
    package func leastShare(of key: SurveyedKey) -> Double? {
        guard let share = share(of: key) else { return nil }
        guard let rate = interval?.later.survey?.rate(of: key), rate.perSecond > 0 else {
            return share
        }
        // A rate with "at least" before it is its own lower end.
        guard let range = rate.interval else { return rate.isSaturated ? share : nil }
        return share * range.lowerBound / rate.perSecond
    }

    /// Commands a second of everybody but us, over a minute: rates of keys are not of one second.
    private var othersPerSecond: Double? {
        let since = moment.beat - 60
        let all = metrics.sum(of: .commands, since: since)
        let own = metrics.sum(of: .observerCommands, since: since)
        guard all.count > 0 else { return nil }
        let others = all.sum / Double(all.count) - own.sum / Double(max(1, own.count))
        return others > 0 ? others : nil
    }
}
