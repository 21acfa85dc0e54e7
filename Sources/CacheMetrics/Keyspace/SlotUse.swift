/// One hash slot and what was done to its keys between two looks.
package struct SlotUse: Sendable, Equatable {
    /// Its number, 0 to 16383.
    package var slot: Int64
    /// Keys in it.
    package var keys: UInt64
    /// CPU time, in microseconds a second, and bytes received and sent a second; `nil` where the
    /// server does not count them.
    package var microsecondsPerSecond: UInt64?, bytesInPerSecond: UInt64?,
        bytesOutPerSecond: UInt64?

    /// A slot of which only the keys are known.
    package init(slot: Int64, keys: UInt64) { (self.slot, self.keys) = (slot, keys) }
}
