/// What is known of one key.
package struct SurveyedKey: Sendable, Equatable {
    /// The key's name.
    package var name: KeyName
    /// What it takes in memory, in bytes, by `MEMORY USAGE`.
    package var memoryBytes: Int64?
    /// What the server reported as its size where that cannot be: more than the whole dataset takes.
    package var implausibleBytes: Int64?
    /// `true` where this user may not read the key.
    package var isRefused = false
    /// Its LFU counter, 0 to 255.
    package var frequency: Int64?
    /// What several reads of the counter say of how often the key is requested.
    package var climb: CounterClimb?
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

    /// A key of which nothing but its name is known.
    package init(_ name: KeyName, seenMilliseconds: Int64 = 0) {
        (self.name, self.seenMilliseconds) = (name, seenMilliseconds)
    }

    /// The key's name, or the beginning of a longer one.
    package var key: [UInt8] { name.bytes }
}

extension SurveyedKey {
    /// Takes over what newer probes of the same key said; the rest ages by the time between.
    package mutating func refresh(with newer: SurveyedKey) {
        let age = newer.seenMilliseconds &- seenMilliseconds
        seenMilliseconds = newer.seenMilliseconds
        isRefused = newer.isRefused
        if newer.memoryBytes != nil || newer.implausibleBytes != nil {
            (memoryBytes, implausibleBytes) = (newer.memoryBytes, newer.implausibleBytes)
        }
        (frequency, climb) = (newer.frequency ?? frequency, newer.climb ?? climb)
        idleSeconds = newer.idleSeconds ?? idleSeconds.map { $0 &+ age / 1_000 }
        (type, encoding) = (newer.type ?? type, newer.encoding ?? encoding)
        if let time = newer.timeToLiveMilliseconds {
            timeToLiveMilliseconds = time
        } else if let time = timeToLiveMilliseconds, time >= 0 {
            // Whether it was put off meanwhile is not known.
            timeToLiveMilliseconds = max(0, time &- age)
        }
    }
}
