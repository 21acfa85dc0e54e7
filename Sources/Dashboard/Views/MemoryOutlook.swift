package import CacheMetrics
import Painting

extension Scene {
    /// When memory is full, in a few words.
    var timeToFullText: [Part] {
        guard let limit = maxmemory else {
            return [.label("never full: "), .value(limitText)]
        }
        if value(.evicted) ?? 0 > 0 { return [.value("full, evicting", .warning)] }
        guard value(.usedMemory) != nil, let outlook = timeToFull(limit: limit) else {
            return [.label("full in "), .value(Figures.unknown)]
        }
        guard let seconds = outlook.seconds else { return [.label("not growing for sure")] }
        let ends = [seconds.low, seconds.high].map { Figures.briefSpan($0) }
        return [
            .label("full in "), .value(Figures.briefSpan(seconds.value)),
            .label(" [\(ends[0]), \(ends[1])]"),
        ]
    }

    /// The outlook of half an hour's growth, by what eviction compares with the limit.
    private func timeToFull(limit: Double) -> TimeToFull? {
        guard let node, let newest = node.metrics.newestBeat else { return nil }
        let step = beats(30)
        let levels = node.metrics.buckets(
            of: .evictionLevel,
            beats: step,
            count: 60,
            endingBefore: newest / step
        )
        // A gap would move what comes before it: only what follows the last one counts.
        let known = levels.reversed().prefix { $0 != nil }.reversed().compactMap(\.self)
        return TimeToFull(
            levels: known.map { $0 * limit },
            secondsApart: seconds(step),
            limit: limit
        )
    }

    /// The curve where memory is the limit and keys are evicted by when they were used last.
    package var trustedCurve: MissRatioCurve? { whyNoCurve == nil ? missRatioCurve : nil }

    /// Why other sizes of memory cannot be judged, or `nil` if they can be.
    private var whyNoCurve: String? {
        guard maxmemory != nil else { return "has no limit to change" }
        let evictions = node?.metrics.values(of: .evicted, since: (moment?.beat ?? 0) - beats(60))
        guard evictions?.contains(where: { $0.value > 0 }) == true else {
            return "were more: nothing is evicted, memory is not the limit"
        }
        let policy = interval?.info[.maxmemoryPolicy] ?? []
        guard String(decoding: policy, as: UTF8.self).hasSuffix("lru") else {
            return "– needs idle times, which only LRU policies keep"
        }
        return nil
    }

    /// What another maxmemory would do to the hit ratio, or why that is not known.
    var whatIfText: [Part] {
        let title = Part.label("what if maxmemory ")
        if let whyNoCurve { return [title, .label(whyNoCurve)] }
        guard let curve = missRatioCurve else {
            return [title, .label("– too few idle times yet")]
        }
        let ratios = [0.5, 1.5, 2].flatMap { factor -> [Part] in
            let estimate = curve.hitRatio(at: factor)
            let error = estimate.map { ($0.high - $0.low) / 2 * 100 }
            let half = error.map { " ±" + Figures.fixed($0, decimals: 1) } ?? ""
            return [
                .label("  \(Figures.fixed(factor, decimals: 1))× "),
                .value(Figures.percent(estimate?.value)), .label(half),
            ]
        }
        return [.label("what if maxmemory")] + ratios
            + [.label("  evicted after idle "), .value(Figures.briefSpan(curve.evictionAge))]
    }

    /// The curve that the idle times met so far give.
    private var missRatioCurve: MissRatioCurve? {
        node?.missRatioCurve
    }
}
