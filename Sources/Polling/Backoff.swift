/// How long to leave a server alone after a failure: longer each time, and never in step with others.
///
/// Decorrelated jitter (Brooker, AWS 2015): the next wait is random between the shortest one and
/// three times the last. A thousand dashboards do not come back to a restarted server at once.
package struct Backoff: Sendable {
    private let shortest: Duration
    private let longest: Duration
    private var last: Duration

    /// Waits between `shortest` and `longest`.
    package init(from shortest: Duration = .milliseconds(250), to longest: Duration = .seconds(4)) {
        precondition(shortest > .zero && longest >= shortest)
        self.shortest = shortest
        self.longest = longest
        last = shortest
    }

    /// The wait after one more failure.
    package mutating func next(using random: inout some RandomNumberGenerator) -> Duration {
        let share = Double.random(in: 0...1, using: &random)
        last = min(longest, shortest + (last * 3 - shortest) * share)
        return last
    }

    /// Forgets the failures so far.
    package mutating func reset() { last = shortest }
}
