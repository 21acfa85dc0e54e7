/// A way of using a cache, acted out against a real server.
///
/// A scenario says what requests look like and nothing of how they are sent. It is a value with a
/// function, so the same seed gives the same traffic.
package struct Scenario: Sendable {
    /// Its name, as `demo --scenario` takes it.
    package let name: String
    /// What it acts out, in one line.
    package let summary: String
    /// Its part of all requests, beside the other scenarios' parts.
    package let weight: Double
    /// The next request.
    package let request: @Sendable (inout Dice, Instant) -> Request

    /// A scenario from its parts.
    package init(
        name: String,
        summary: String,
        weight: Double,
        request: @escaping @Sendable (inout Dice, Instant) -> Request
    ) {
        self.name = name
        self.summary = summary
        self.weight = weight
        self.request = request
    }
}
