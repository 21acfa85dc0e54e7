package import RESP

/// What an application sends for one request of its own, and then, by what was answered.
package struct Request: Sendable {
    /// What is sent first.
    package var commands: [RESPCommand]
    /// How long the application works on the answers before it sends what follows: the time that the
    /// database behind the cache takes, for one.
    package var latency: Duration
    /// What is sent once those are answered; often nothing.
    package var followUp: @Sendable ([RESPValue]) -> [RESPCommand]

    /// A request from its parts.
    package init(
        _ commands: [RESPCommand],
        after latency: Duration = .zero,
        then followUp: @escaping @Sendable ([RESPValue]) -> [RESPCommand] = { _ in [] }
    ) {
        self.commands = commands
        self.latency = latency
        self.followUp = followUp
    }
}
