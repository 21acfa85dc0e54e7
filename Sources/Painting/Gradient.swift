/// A row of colours from low to high.
package enum Gradient: UInt8, Sendable, CaseIterable {
    /// How full memory is.
    case memory
    /// How much traffic there is.
    case operations
    /// How long things take.
    case latency
    /// How much is thrown away.
    case eviction
    /// How often lookups hit; low is bad.
    case hits
    /// Any other intensity.
    case heat

    /// How many colours a gradient has on the screen.
    package static let steps = 8
}
