/// What this program uses of its own machine.
package struct OwnUsage: Sendable, Equatable {
    /// Microseconds of CPU since it started.
    package var cpuMicroseconds: UInt64
    /// Bytes of RAM it holds.
    package var memoryBytes: UInt64

    /// Usage from its parts.
    package init(cpuMicroseconds: UInt64, memoryBytes: UInt64) {
        self.cpuMicroseconds = cpuMicroseconds
        self.memoryBytes = memoryBytes
    }
}
