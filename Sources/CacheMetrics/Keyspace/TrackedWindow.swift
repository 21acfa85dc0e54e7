/// What the server itself tracked of its hot keys: the latest `HOTKEYS` session or window.
package struct TrackedWindow: Sendable, Equatable {
    /// How long it lasted, or has lasted so far, in milliseconds; `nil` where that is not told.
    package var milliseconds: UInt64?
    /// One command of so many was looked at.
    package var sampleRatio: UInt64
    /// Microseconds of CPU that all commands took, by the server's count; `nil` where that is not told.
    package var allMicroseconds: UInt64?

    /// A window from its parts.
    package init(milliseconds: UInt64?, sampleRatio: UInt64, allMicroseconds: UInt64?) {
        self.milliseconds = milliseconds
        (self.sampleRatio, self.allMicroseconds) = (sampleRatio, allMicroseconds)
    }

    /// A key's part of the CPU time of all commands, or `nil` if it was not tracked.
    ///
    /// The figures of a key are of the commands that were looked at, those of all are not
    /// (`keyspace.md` 3.5).
    package func share(of use: TrackedUse) -> Double? {
        guard let all = allMicroseconds, all > 0, let own = use.cpuMicroseconds else { return nil }
        return min(1, Double(own) * Double(sampleRatio) / Double(all))
    }

    /// The bytes a second that a key's commands moved over the network, or `nil` if not tracked.
    package func bytesPerSecond(of use: TrackedUse) -> Double? {
        guard let milliseconds, milliseconds > 0, let bytes = use.netBytes else { return nil }
        return Double(bytes) * Double(sampleRatio) / Double(milliseconds) * 1_000
    }
}
