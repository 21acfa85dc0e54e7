import CacheMetrics

extension HealthRule {
    /// A group of consumers does not keep up with its stream.
    ///
    /// What waits is what was not handed out yet and what was and is not acknowledged.
    package static let streamLag = HealthRule(
        name: "stream-lag",
        title: "a stream’s readers are behind",
        thresholds: [mostEntries, leastEntries],
        condition:
            "over {entries} entries (until {entries.until}) wait for a group of a stream, or at least {growing} and more in each of six parts of two minutes",
        effect: "what was sent is worked on late; entries that are trimmed before are lost",
        remedy:
            "more consumers; XACK what is done, XAUTOCLAIM what a dead one left; XADD MAXLEN ~ no shorter than the lag"
    ) { node, holds in
        guard let survey = node.survey, survey.keysSeen > 0 else { return .noKeys }
        guard !survey.streams.isEmpty else { return .healthy }
        guard survey.streams.contains(where: { $0.groups != nil }) else {
            return .unknown(node.whyNoGroups)
        }
        let groups = survey.streams.flatMap { stream in
            (stream.groups ?? []).map { (stream: stream, group: $0) }
        }
        let found = groups.filter { stream, group in
            guard let traits = node.traits(of: stream.key) else { return false }
            let waiting = Double(group.waiting)
            return waiting > node[mostEntries, holds, of: traits]
                || waiting >= node[leastEntries, of: traits]
                    && node.growth(of: stream.trace(of: group)) != nil
        }
        guard let worst = found.max(by: { $0.group.waiting < $1.group.waiting }) else {
            return .healthy
        }
        let lag = worst.group.lag.map { [Evidence("lag", "not read", Double($0), .count)] }
        let growth = node.growth(of: worst.stream.trace(of: worst.group))
        return .sick(
            .warning,
            [Evidence("entries_waiting", "entries wait", Double(worst.group.waiting), .count)]
                + (lag ?? [])
                + [
                    Evidence("pending", "not acknowledged", Double(worst.group.pending), .count),
                    Evidence("consumers", "consumers", Double(worst.group.consumers), .count),
                ]
                + (growth.map {
                    [Evidence("growth_per_second", "more", $0, .perSecond, over: 120)]
                } ?? []),
            about: worst.stream.key
        )
    }

    private static let mostEntries = Threshold("entries", 10_000, .count, until: 8_000)
    private static let leastEntries = Threshold("growing", 100, .count)
}

extension JudgedNode {
    /// How much more waits each second, if more did in each of six parts of two minutes.
    fileprivate func growth(of trace: [UInt8]) -> Double? {
        let parts: Int64 = 6
        let part = max(1, beats(in: 20))
        var known: [Double] = []
        for age in (0...parts).reversed() {
            let beat = self.moment.beat - age * part
            guard let level = self.streams.latest(of: trace, upTo: beat, within: part / 2),
                level > known.last ?? -1
            else { return nil }
            known.append(level)
        }
        guard let first = known.first, let last = known.last else { return nil }
        return (last - first) / (Double(parts * part) * self.secondsPerBeat)
    }

    /// Why nothing is known of any stream's groups.
    fileprivate var whyNoGroups: String {
        if let refusal = whyRefused("+xinfo|groups") { return refusal }
        return self.interval?.later.cost.touchesKeys ?? true
            ? "before Redis 7.2 a stream that is asked about looks used (--allow-values)"
            : "no stream was asked about yet"
    }
}
