import CacheMetrics
import RedisClient

/// How a server keeps track of the use of keys.
enum UsePolicy: Sendable {
    /// By LFU counters.
    case frequency
    /// By the time of the last access.
    case idleTime
}

extension InfoReport {
    /// How keys' use is kept by the policy, or `nil` where nothing is known of it: with LRM policies (Redis
    /// 8.6) the time is that of the last write, and says nothing of reads.
    var usePolicy: UsePolicy? {
        switch self[.maxmemoryPolicy].map({ String(decoding: $0, as: UTF8.self) }) {
        case "allkeys-lfu", "volatile-lfu": .frequency
        case "noeviction", "allkeys-lru", "volatile-lru", "allkeys-random", "volatile-random",
            "volatile-ttl":
            .idleTime
        default: nil
        }
    }

    /// `true` from Redis 7.2 on, which has `CLIENT NO-TOUCH`, and looks nothing up for `SCAN … TYPE`.
    var isPast72: Bool {
        guard ScanOrder(of: self) != .unknown else { return false }
        if self[.valkeyVersion] != nil { return true }
        let version = self[.redisVersion].flatMap { ServerVersion($0) }
        return version.map { $0 >= ServerVersion(major: 7, minor: 2) } ?? false
    }

    /// Bytes that no key can exceed: what the dataset takes and what the machine has.
    ///
    /// `MEMORY USAGE` counts a little more than the dataset does, and much more for streams (Redis 7.4, 8.0).
    var largestKey: UInt64 {
        let dataset = self[.usedMemoryDataset].map { $0 + $0 / 10 + 65_536 }
        return min(dataset ?? .max, self[.totalSystemMemory] ?? .max, UInt64(Int64.max))
    }
}

extension KeySurvey.Method {
    /// The method that a policy allows.
    init(_ policy: UsePolicy) {
        self = policy == .frequency ? .defaultFrequency : .idleTime
    }
}
