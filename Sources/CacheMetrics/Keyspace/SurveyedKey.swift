/// What is known of one key.
package struct SurveyedKey: Sendable, Equatable {
    /// The key, at most 256 bytes of it.
    package var key: [UInt8]
    /// Its length in bytes before it was cut.
    package var keyLength: Int64
    /// What it takes in memory, in bytes, by the server's estimate.
    package var memoryBytes: Int64?
    /// Its LFU counter, 0 to 255.
    package var frequency: Int64?
    /// An earlier reading of the counter, at most five minutes or so old, and when that was.
    package var earlierFrequency: Int64?
    /// When the earlier reading was, on the source's steady clock, in milliseconds.
    package var earlierMilliseconds: Int64?
    /// Seconds since it was used.
    package var idleSeconds: Int64?
    /// What looks at its idle time in the last minute say of how often it is used.
    package var idleLooks: IdleLooks?
    /// What the server itself tracked of it.
    package var tracked: TrackedUse?
    /// How often clients named it in the bursts that were listened to.
    package var traffic: KeyTraffic?
    /// Its type, such as `zset`.
    package var type: [UInt8]?
    /// How its value is stored, such as `listpack`.
    package var encoding: [UInt8]?
    /// Its time to live in milliseconds; -1 if it has none.
    package var timeToLiveMilliseconds: Int64?
    /// When it was last looked at, on the source's steady clock, in milliseconds.
    package var seenMilliseconds: Int64

    /// A key just met.
    package init(key: [UInt8], keyLength: Int64, seenMilliseconds: Int64) {
        self.key = key
        self.keyLength = keyLength
        self.seenMilliseconds = seenMilliseconds
    }
}
