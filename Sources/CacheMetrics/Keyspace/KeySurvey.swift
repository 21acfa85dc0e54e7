/// What walking over the keys has found so far: facts about single keys, and how far it got.
///
/// The poller keeps the running survey and each sample carries it whole, so the screen at any
/// moment of a recording needs no earlier moment to know it.
package struct KeySurvey: Sendable, Equatable {
    /// How hot keys are told from cold ones on this server.
    package var method: Method
    /// Keys looked at since the walk began, all sweeps together.
    package var keysSeen: UInt64
    /// Sweeps over the whole key space completed.
    package var sweeps: UInt64
    /// How much of the current sweep is done, in millionths, by the cursor's place in hash space.
    package var progressMillionths: Int64
    /// The hottest keys known, hottest first.
    package var hottest: [SurveyedKey]
    /// The biggest keys known, biggest first.
    package var biggest: [SurveyedKey]
    /// Sorted sets met on the way that are named like rankings.
    package var rankings: [[UInt8]]
    /// Streams met on the way.
    package var streams: [StreamUse]
    /// The numbered database that is walked over.
    package var database: Int64
    /// What was counted by pattern, renewed every few beats.
    package var patterns: PatternTable
    /// The address of the replica whose keys are walked over, or `nil` if it is the server itself.
    package var replica: [UInt8]?
    /// What the hash slots do, on a cluster's node that counts it.
    package var slots: SlotReport?

    /// How hot keys are told from cold ones.
    package enum Method: Sendable, Equatable {
        /// By the LFU counter, with the settings that turn it into a rate; `areAssumed` if the
        /// server would not tell them and its defaults were taken.
        case frequency(logFactor: Int64, decayMinutes: Int64, areAssumed: Bool)
        /// By how long ago a key was used, because the policy keeps no frequency.
        case idleTime
        /// By what clients sent during short bursts, which the operator allowed.
        case traffic(TrafficWindow)
        /// By which keys were changed during short bursts, which the operator allowed.
        case changes(TrafficWindow)
        /// By what the server itself tracked, where it was told to.
        case tracked(TrackedWindow)
        /// Not at all: the server refuses both.
        case unknown
    }

    /// A survey that has seen nothing.
    package init(method: Method) {
        self.method = method
        keysSeen = 0
        sweeps = 0
        progressMillionths = 0
        hottest = []
        biggest = []
        rankings = []
        streams = []
        database = 0
        patterns = PatternTable()
    }
}

extension KeySurvey.Method {
    /// The bursts that were listened to, if keys are told by those.
    package var window: TrafficWindow? {
        switch self {
        case .traffic(let window), .changes(let window): window
        case .frequency, .idleTime, .tracked, .unknown: nil
        }
    }
}

extension KeySurvey {
    /// How much of the current sweep is done, 0 to 1.
    package var progress: Double { Double(progressMillionths) / 1e6 }
}
