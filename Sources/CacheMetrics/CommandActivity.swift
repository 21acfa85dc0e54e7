/// What one command did during an interval.
package struct CommandActivity: Sendable, Equatable {
    /// The command as the server names it.
    package var name: [UInt8]
    /// What it does to keys, where rules ask for that.
    package var kind: CommandKind?
    /// Calls a second.
    package var callsPerSecond: Double
    /// Seconds of execution per second, 0 to 1 on one thread.
    package var busyShare: Double
    /// Mean execution time in microseconds, or `nil` without calls.
    package var microsecondsPerCall: Double?
    /// Rejected and failed calls a second, or `nil` where the server does not count them.
    package var errorsPerSecond: Double?
}
