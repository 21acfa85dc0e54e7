package import RESP

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

/// What an application sends for one request of its own, and then, by what was answered.
package struct Request: Sendable {
    /// What is sent first.
    package var commands: [RESPCommand]
    /// What is sent once those are answered; often nothing.
    package var followUp: @Sendable ([RESPValue]) -> [RESPCommand]

    /// A request from its parts.
    package init(
        _ commands: [RESPCommand],
        then followUp: @escaping @Sendable ([RESPValue]) -> [RESPCommand] = { _ in [] }
    ) {
        self.commands = commands
        self.followUp = followUp
    }
}

/// When a request is made.
package struct Instant: Sendable, Equatable {
    /// Seconds since the traffic began.
    package var seconds: Double
    /// The wall clock, seconds since 1970.
    package var wallSeconds: Double

    /// An instant on both clocks.
    package init(seconds: Double, wallSeconds: Double) {
        self.seconds = seconds
        self.wallSeconds = wallSeconds
    }
}
