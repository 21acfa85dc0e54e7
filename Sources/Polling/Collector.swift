package import CacheMetrics
package import RedisClient
package import RESP

/// A part of each poll: what to ask, and what the answers add to the sample.
///
/// A collector never sees a socket or a clock, so a captured reply is its whole test. It may ask
/// different things on different beats, by what it has learned; it is always given as many replies
/// as it asked commands, in order, an error in place of each that was refused.
package protocol Collector: Sendable {
    /// What to ask on the next beat.
    var commands: [ReadCommand] { get }
    /// Takes what lookups the next beat's commands need out of those left, or does without them.
    ///
    /// Comes before `commands` is asked for. Most collectors look nothing up and need not have it.
    mutating func reserve(_ lookups: inout Int)
    /// Learns which tracked keys have changed since the last beat; `nil` where nobody tells.
    ///
    /// Comes before `commands` is asked for. Most collectors track nothing and need not have it.
    mutating func note(_ changed: ChangedKeys?)
    /// Adds what the replies say to the sample, whose `INFO` is already there.
    mutating func record(_ replies: [RESPValue], into sample: inout Sample)
}

extension Collector {
    /// Most collectors track nothing.
    package mutating func note(_ changed: ChangedKeys?) {}

    /// Most collectors look nothing up.
    package mutating func reserve(_ lookups: inout Int) {}
}
