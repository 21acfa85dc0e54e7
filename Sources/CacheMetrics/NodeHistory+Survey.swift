extension NodeHistory {
    /// What the server says of all keys of the scanned database; `nil` before there is a survey.
    package var surveyedTotals: KeyspaceTotals? {
        guard let interval, let survey = interval.later.survey else { return nil }
        return survey.totals(by: interval.info, interval.databases)
    }

    /// Our own lookups as a share of the clients' over the last minute, or `nil` where clients made none.
    package var ownLookupShare: Double? {
        let since = moment.beat - Int64((60 / secondsPerBeat).rounded())
        let own = metrics.sum(of: .observerLookups, since: since).sum
        let clients =
            metrics.sum(of: .hits, since: since).sum + metrics.sum(of: .misses, since: since).sum
        return clients > 0 ? own / clients : nil
    }

    /// What other sizes of memory would hit, by the idle times met so far, and the hits, misses and
    /// evictions of the last two minutes, or since keys have been evicted if that is less, but of half
    /// a minute at least.
    package var missRatioCurve: MissRatioCurve? {
        guard let table = interval?.later.survey?.patterns, let population = surveyedTotals?.keys
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
        guard let rate = hotRates[key], !rate.isLagging, let others = othersPerSecond else {
            return nil
        }
        return rate.perSecond / max(others, hotRates.totalPerSecond, rate.perSecond)
    }

    /// The least part of all traffic that a key has for sure, where that can be told.
    package func leastShare(of key: SurveyedKey) -> Double? {
        guard let share = share(of: key) else { return nil }
        guard let rate = hotRates[key], rate.perSecond > 0 else {
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

extension KeySurvey {
    /// What the server says of all keys of the scanned database, by a report taken with the survey.
    ///
    /// `DBSIZE` comes first: the Keyspace section may be missing, odd or stale. What the section says
    /// beside the number of keys is used where that number is right.
    package func totals(by info: InfoReport, _ databases: [DatabaseSize]) -> KeyspaceTotals {
        let line = databases.first { Int64($0.number) == database }
        let isEmpty = info.hasSection("Keyspace") && line == nil && keysSeen == 0
        let listed = line.map(\.keys) ?? (isEmpty ? 0 : nil)
        let keys = databaseKeys ?? (listed == 0 && keysSeen > 0 ? nil : listed)
        var totals = KeyspaceTotals(
            keys: keys,
            isComplete: sweeps > 0,
            isUnordered: isUnordered
        )
        guard let line, let keys, line.agrees(with: keys) else { return totals }
        totals.expiring = line.expiringKeys
        totals.hashesWithFieldTTLs = line.hashesWithFieldTTLs
        totals.ledger = databases.count == 1 ? info.bytesOfKeys : nil
        return totals
    }
}

extension DatabaseSize {
    /// `true` where the Keyspace section has the number of keys, but for what changed meanwhile.
    fileprivate func agrees(with number: UInt64) -> Bool {
        max(keys, number) - min(keys, number) <= number / 20 + 100
    }
}
