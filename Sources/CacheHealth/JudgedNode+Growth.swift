import CacheMetrics

extension JudgedNode {
    /// Judges the large keys of a type by whether they grow all the time.
    ///
    /// Two minutes in four parts, each ending higher than it began; `MEMORY USAGE` of a large
    /// collection is an estimate from some of its members, which a single step would not tell from
    /// growth.
    func judgeGrowth(
        of type: KeyType,
        holds: Bool,
        _ matches: ([UInt8]) -> Bool
    ) -> Judgement {
        guard let survey, survey.keysSeen > 0 else { return .noKeys }
        // Traces reach back 120 beats, whatever their length.
        let seconds = 120 * self.secondsPerBeat
        var worst: (key: [UInt8], from: Double, to: Double)?
        for key in survey.biggest
        where key.type.map({ KeyType($0) }) == type && matches(key.key) {
            let sizes = self.bigKeys.values(of: key.key, last: 121, endingAt: self.moment.beat)
            let ends = stride(from: 0, through: 120, by: 30).map { sizes.lastKnown(upTo: $0) }
            let known = ends.compactMap(\.self)
            guard known.count == ends.count, let from = known.first, let to = known.last,
                zip(known, known.dropFirst()).allSatisfy({ $0 < $1 }),
                to > from * (holds ? 1.03 : 1.05), to >= Double(KeyGroup.bigSize)
            else { continue }
            if worst.map({ to - from > $0.to - $0.from }) ?? true { worst = (key.key, from, to) }
        }
        guard let worst else {
            return self.metrics.count > 120 ? .healthy : .unknown("under 2 minutes of history")
        }
        return .sick(
            .warning,
            [
                Evidence("memory_bytes", "takes", worst.to, .bytes),
                Evidence(
                    "growth_bytes_per_second",
                    "grows",
                    (worst.to - worst.from) / seconds,
                    .bytesPerSecond,
                    over: seconds
                ),
            ],
            about: worst.key
        )
    }
}

extension [Double?] {
    /// The latest value there is up to a place, not over 15 places older than it.
    fileprivate func lastKnown(upTo place: Int) -> Double? {
        guard indices.contains(place) else { return nil }
        return self[Swift.max(0, place - 15)...place].last { $0 != nil } ?? nil
    }
}
