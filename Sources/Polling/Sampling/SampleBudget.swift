/// How many keys a walk may look at, so that it never costs the server more than it was given.
package struct SampleBudget: Sendable, Equatable {
    /// The share of one server core the walk may use.
    package let share: Double

    /// Server time for one key, in seconds: a step of SCAN, a MEMORY USAGE and one OBJECT call.
    ///
    /// Measured at 1.5 to 2.5 µs on redis 7.0.15; taken as ten microseconds, because the machine
    /// may be four times slower and its values larger than ours.
    package static let secondsPerKey = 10e-6
    /// The most keys in one round trip: a SCAN of 100 keys blocks the server for under 150 µs.
    package static let keysPerRound = 100
    /// The most keys on one beat, whatever the budget.
    package static let mostKeysPerBeat = 2_000

    /// A budget of a share of one core, 0 to 1.
    package init(share: Double) {
        self.share = share
    }

    /// Round trips on a beat of the given length; 0 turns the walk off.
    package func rounds(per interval: Duration) -> Int {
        guard share > 0 else { return 0 }
        let affordable = share * (interval / .seconds(1)) / Self.secondsPerKey
        let keys = min(Double(Self.mostKeysPerBeat), affordable)
        return max(1, Int(keys / Double(Self.keysPerRound)))
    }
}
