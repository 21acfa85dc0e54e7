import CacheMetrics
import RESP
import RedisClient

extension SurveyedKey {
    /// Whether the whole key is kept, so that it can be asked about again.
    var isWhole: Bool { Int64(key.count) == keyLength }

    /// Whether nothing was learned of the key: it is gone, or it may not be asked about.
    var isUnknown: Bool {
        memoryBytes == nil && frequency == nil && idleSeconds == nil
    }

    /// Takes in the answer to a question about the key.
    mutating func learn(_ reply: RESPValue, to command: ReadCommand) {
        switch command {
        case .memoryUsage: memoryBytes = reply.integer
        case .objectFrequency: frequency = reply.integer
        case .objectIdleTime: idleSeconds = reply.integer
        case .type:
            let name = reply.bytes.map { Array($0.prefix(16)) }
            type = name == Array("none".utf8) ? nil : name
        case .timeToLive: timeToLiveMilliseconds = reply.integer
        case .objectEncoding: encoding = reply.bytes.map { Array($0.prefix(16)) }
        case .info, .latencyHistogram, .slowLog, .scan, .sortedSetSize, .topMembers, .beginning,
            .someMembers, .setSize, .startTracking, .trackNext, .lfuSettings, .setting,
            .streamGroups, .hotKeys, .clientList, .slotStatistics:
            break
        }
    }
}
