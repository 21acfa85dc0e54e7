import CacheMetrics
import Glibc

/// Chooses which lookups to spend on the keys that a step of a scan met, where there are not enough for
/// all of them.
///
/// Names and sizes come from every key and count nothing. A lookup goes where it says most: to a pattern of
/// which nothing is known before one that was probed often, and to the use of keys before what their
/// pattern's other keys have shown already. Each candidate has a weight, and those sent are a random sample
/// by weight without replacement (Efraimidis and Spirakis 2006), so that no key is left out by its place.
struct ProbePlan {
    /// A question about one key of the step.
    enum Attribute: Sendable { case type, timeToLive, encoding, use }

    /// A question, and the place of its key in the step.
    struct Probe: Sendable {
        let place: Int
        let attribute: Attribute
    }

    /// What is known of the pattern that a key follows.
    struct Pattern {
        var types, encodings, timesToLive: Int
        var type: KeyType?
    }

    /// What the server's own counts say of times to live.
    enum TimesToLive: Sendable {
        /// No key has one: nothing is left to ask.
        case none
        /// Every key has one: only how long it is.
        case all
        /// Some keys may have one.
        case some
    }

    let timesToLive: TimesToLive
    /// `true` where `SCAN … TYPE` shows types without a lookup.
    let filtersTypes: Bool
    /// `true` where the server keeps how keys are used.
    let keepsUse: Bool
    /// `true` while the hottest keys may not have been met yet.
    let isFirstPass: Bool

    /// Weight from which a question is always a candidate; below it, as often as the part of it.
    private static let leastWeight = 5.0

    /// The probes to send of a step's keys, at most so many.
    func choose(
        _ patterns: [Pattern],
        atMost most: Int,
        using random: inout some RandomNumberGenerator
    ) -> [Probe] {
        guard most > 0 else { return [] }
        var candidates: [(rank: Double, probe: Probe)] = []
        for (place, pattern) in patterns.enumerated() {
            for (attribute, weight) in weights(pattern) where weight > 0 {
                let chance = Double.random(in: 0..<1, using: &random)
                guard weight >= Self.leastWeight || chance < weight / Self.leastWeight else {
                    continue
                }
                let draw = Double.random(in: 0x1p-53..<1, using: &random)
                candidates.append(
                    (pow(draw, 1 / weight), Probe(place: place, attribute: attribute))
                )
            }
        }
        if candidates.count > most {
            candidates.sort { $0.rank > $1.rank }
            candidates.removeLast(candidates.count - most)
        }
        // In the order of the keys, as replies are taken in.
        return candidates.map(\.probe).sorted { $0.place < $1.place }
    }

    private func weights(_ pattern: Pattern) -> [(Attribute, Double)] {
        [
            (.use, keepsUse ? isFirstPass ? 25 : 15 : 0),
            (.type, pattern.types == 0 && !filtersTypes ? 100 : 0),
            (.timeToLive, timeToLiveWeight(pattern.timesToLive)),
            (.encoding, encodingWeight(pattern)),
        ]
    }

    private func timeToLiveWeight(_ known: Int) -> Double {
        switch timesToLive {
        case .none: 0
        case .all: known < 30 ? 20 : known < 400 ? 5 : 1
        case .some: known < 8 ? 60 : known < 40 ? 30 : known < 400 ? 10 : 2
        }
    }

    private func encodingWeight(_ pattern: Pattern) -> Double {
        switch pattern.type {
        case .hash, .sortedSet:
            pattern.encodings < 8 ? 40 : pattern.encodings < 40 ? 12 : 0.5
        case .string, .list, .set, .stream, .other: pattern.encodings < 1 ? 8 : 0
        case nil: pattern.encodings < 1 ? 3 : 0
        }
    }
}
