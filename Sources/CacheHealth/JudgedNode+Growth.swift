import CacheMetrics

extension JudgedNode {
    /// Judges the large keys of a type by whether they grow all the time.
    ///
    /// Two minutes in six parts, each ending higher than it began; `MEMORY USAGE` of a large
    /// collection is an estimate from some of its members, which a few steps would not tell from
    /// growth: of ten that only fluctuate, one rises in four parts in a row within minutes.
    func judgeGrowth(
        of type: KeyType,
        by growth: Threshold,
        from size: Threshold,
        holds: Bool,
        _ matches: (KeyTraits) -> Bool = { _ in true }
    ) -> Judgement {
        guard let survey, survey.keysSeen > 0 else { return .noKeys }
        let parts: Int64 = 6
        let part = max(1, beats(in: 20))
        let ages = (0...parts).reversed().map { $0 * part }
        var worst: (key: [UInt8], from: Double, to: Double)?
        for key in survey.biggest where key.type.map({ KeyType($0) }) == type {
            var known: [Double] = []
            for age in ages {
                let beat = self.moment.beat - age
                guard let level = self.bigKeys.latest(of: key.key, upTo: beat, within: part / 2),
                    level > known.last ?? -1
                else { break }
                known.append(level)
            }
            guard known.count == ages.count, let from = known.first, let to = known.last,
                worst.map({ to - from > $0.to - $0.from }) ?? true,
                let traits = traits(of: key.key), matches(traits), to >= self[size, of: traits],
                to > from * (1 + self[growth, holds, of: traits])
            else { continue }
            worst = (key.key, from, to)
        }
        guard let worst else {
            return self.metrics.count > Int(parts * part)
                ? .healthy : .unknown("under 2 minutes of history")
        }
        let seconds = Double(parts * part) * self.secondsPerBeat
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
