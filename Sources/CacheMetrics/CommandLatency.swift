/// The latency of one command since the server started.
package struct CommandLatency: Sendable, Equatable {
    /// The command as the server names it, lower case, such as `config|get`.
    package var command: [UInt8]
    /// How long its calls took.
    package var histogram: LatencyHistogram

    /// The latency of one command.
    package init(command: [UInt8], histogram: LatencyHistogram) {
        self.command = command
        self.histogram = histogram
    }
}
