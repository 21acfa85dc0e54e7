import CacheMetrics
import RedisClient

// What is probed of few keys.
extension FullKeyScan {
    /// The next keys to probe for what counts as a lookup; `nil` if there are no more.
    mutating func nextProbes() -> Batch? {
        if probes == nil { probes = depth == .sizes ? chosenProbes() : [] }
        let isAnyAllowed = !Self.probed.isSubset(of: refused)
        guard let left = probes, !left.isEmpty, isAnyAllowed else {
            isComplete = isScanned
            return nil
        }
        var batch = Batch(isOfProbes: true)
        // The first key alone shows which probes are refused.
        batch.keys = Array(left.prefix(keysProbed == 0 ? 1 : SampleBudget.keysPerRound))
        probes = Array(left.dropFirst(batch.keys.count))
        for key in batch.keys {
            let commands: [ReadCommand] = [
                .type(key: key), .timeToLive(key: key), .objectEncoding(key: key),
            ]
            batch.commands += commands.filter { !refused.contains($0.kind) }
        }
        undigested += 1
        return batch
    }
    private static let probed: Set<ReadCommand.Kind> = [.type, .timeToLive, .objectEncoding]

    /// The largest keys, and of each pattern as many as its share of the square roots of their numbers: a
    /// pattern of few keys is known as well as can be, one of many as well as it need be.
    private mutating func chosenProbes() -> [[UInt8]] {
        census.settle()
        for name in unplaced {
            let pattern = census.pattern(of: name)
            samples[pattern < 0 ? KeyCensus.noTemplate : pattern, default: NameSample()]
                .add(name, keeping: Self.namesKept)
        }
        unplaced = []
        let big = tracked.biggest.prefix(Self.biggestProbed).compactMap {
            tracked.wholeName(of: $0.name)
        }
        var left = Self.mostProbes / 3 - big.count
        var chosen = big
        let weights = samples.mapValues { Double($0.seen).squareRoot() }
        var weight = weights.values.reduce(0, +)
        for (pattern, own) in weights.sorted(by: { ($0.value, $0.key) < ($1.value, $1.key) })
        where left > 0 {
            let part = max(3, Int(Double(left) * own / max(own, weight)))
            let names = samples[pattern]?.draw(min(left, part), keeping: Self.namesKept) ?? []
            chosen += names
            left -= names.count
            weight -= own
        }
        samples = [:]
        // A key may be among the largest and drawn, too.
        var known: Set<[UInt8]> = []
        return chosen.filter { known.insert($0).inserted }
    }
}
