/// What scanning the keys has found so far: facts about single keys, and how far it got.
///
/// The poller keeps the running survey and each sample carries it whole, so the screen at any
/// moment of a recording needs no earlier moment to know it.
package struct KeySurvey: Sendable, Equatable {
    /// How hot keys are told from cold ones on this server.
    package var method: Method
    /// How rates are known besides, where the server itself tracks its hot keys.
    package var counterMethod: Method?
    /// The latest `HOTKEYS` session, if it has ended.
    package var pastSession: TrackedSession?
    /// Keys scanned since the scan began, all passes together.
    package var keysSeen: UInt64
    /// Passes over the whole key space that came round and agreed with the number of keys.
    package var sweeps: UInt64
    /// How much of the current pass is done, in millionths.
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
    /// Number of keys in the database by `DBSIZE`, or `nil` where it is unknown or proved wrong.
    package var databaseKeys: UInt64?
    /// Keys whose use was probed in the latest pass over all keys.
    package var probedKeys: UInt64 = 0
    /// `true` where the server scans in an order that is not known to be random: what was scanned then
    /// says nothing of the rest.
    package var isUnordered = false
    /// Why no key can be read, where that is not a matter of rights.
    package var obstacle: Obstacle?

    /// What keeps every key from being read.
    package enum Obstacle: UInt8, Sendable, CaseIterable {
        /// The node answers MOVED: its keys belong to another node, or it is a replica without
        /// `READONLY`.
        case moved
    }

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
