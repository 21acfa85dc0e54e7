/// What the server tracked of one key, as it told it.
package struct TrackedUse: Sendable, Equatable {
    /// Microseconds of CPU of the commands on it that were looked at.
    package var cpuMicroseconds: UInt64?
    /// Bytes over the network of the commands on it that were looked at.
    package var netBytes: UInt64?
    /// Requests a second, in thousandths, where the server counts them.
    package var milliPerSecond: UInt64?

    /// A use of which nothing is known.
    package init() {}

    /// How often the key is asked for; the server tells no error.
    package var rate: KeyRate? {
        milliPerSecond.map {
            let perSecond = Double($0) / 1_000
            return KeyRate(
                perSecond: perSecond,
                interval: nil,
                isSaturated: false,
                isLagging: false
            )
        }
    }
}
