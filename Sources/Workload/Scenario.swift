package import RESP

/// A way of using a cache, acted out against a real server, as it should be done and as it goes wrong.
///
/// A scenario says what requests look like and nothing of how they are sent. It is a value with a
/// function, so the same seed gives the same traffic.
package struct Scenario: Sendable {
    /// Its name, as `demo --scenario` takes it.
    package let name: String
    /// What it acts out, in one line.
    package let summary: String
    /// What is wrong with its sick form, in one line.
    package let sickness: String
    /// The health rule that its sick form is to trigger, by its name.
    package let rule: String
    /// Its part of all requests, beside the other scenarios' parts.
    package let weight: Double
    /// The most requests a second that make sense of it.
    package let mostPerSecond: Double
    /// How its requests reach the server.
    package let delivery: @Sendable (Form) -> Delivery
    /// Who subscribes to what it publishes, if anybody does.
    package let audience: @Sendable (Form) -> Audience?
    /// What is sent once, before the first request.
    package let preparation: @Sendable (Form) -> [RESPCommand]
    /// What is sent once when it has come to its end, to leave the server as it was.
    package let ending: @Sendable (Form) -> [RESPCommand]
    /// The names of its keys, as `SCAN` matches them.
    package let keys: String
    /// The next request.
    package let request: @Sendable (inout Dice, Instant, Form) -> Request

    /// How a scenario is acted out.
    package enum Form: String, Sendable, CaseIterable {
        /// As it should be.
        case healthy
        /// As it goes wrong.
        case sick
    }

    /// How requests reach the server.
    package enum Delivery: Sendable {
        /// Over one connection, those that are due together in one write.
        case pipelined
        /// Over one connection, each command only after the one before was answered.
        case oneByOne
        /// Each over a connection of its own.
        case connectionEach
    }

    /// A scenario from its parts.
    package init(
        name: String,
        summary: String,
        sickness: String,
        rule: String,
        weight: Double,
        mostPerSecond: Double = .infinity,
        delivery: @escaping @Sendable (Form) -> Delivery = { _ in .pipelined },
        audience: @escaping @Sendable (Form) -> Audience? = { _ in nil },
        keys: String,
        preparation: @escaping @Sendable (Form) -> [RESPCommand] = { _ in [] },
        ending: @escaping @Sendable (Form) -> [RESPCommand] = { _ in [] },
        request: @escaping @Sendable (inout Dice, Instant, Form) -> Request
    ) {
        (self.name, self.summary, self.sickness) = (name, summary, sickness)
        (self.rule, self.weight, self.mostPerSecond) = (rule, weight, mostPerSecond)
        (self.delivery, self.keys, self.request) = (delivery, keys, request)
        self.audience = audience
        (self.preparation, self.ending) = (preparation, ending)
    }
}
