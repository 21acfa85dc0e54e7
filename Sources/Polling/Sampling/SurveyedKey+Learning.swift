import CacheMetrics
import RESP
import RedisClient

extension SurveyedKey {
    /// `true` where a probe said something of the key beside its size.
    var isProbed: Bool {
        type != nil || encoding != nil || timeToLiveMilliseconds != nil || idleSeconds != nil
    }

    /// The key by another name, such as its template's.
    func named(_ name: [UInt8]) -> SurveyedKey {
        var named = self
        named.name = KeyName(name)
        return named
    }

    /// Takes in the answer to a question about the key; a size above a limit is not believed.
    mutating func learn(_ reply: RESPValue, to command: ReadCommand, atMost largest: UInt64) {
        switch command {
        case .memoryUsage:
            memoryBytes = reply.integer
            guard let bytes = memoryBytes, bytes < 0 || UInt64(bytes) > largest else { return }
            (implausibleBytes, memoryBytes) = (bytes, nil)
        case .objectFrequency: frequency = reply.integer
        case .objectIdleTime: idleSeconds = reply.integer
        case .type:
            let name = reply.bytes.map { Array($0.prefix(16)) }
            type = name == Array("none".utf8) ? nil : name
        case .timeToLive: timeToLiveMilliseconds = reply.integer
        case .objectEncoding: encoding = reply.bytes.map { Array($0.prefix(16)) }
        default: break
        }
    }
}

extension ReadCommand {
    /// `true` where the reply says that the key is not there.
    func findsNoKey(in reply: RESPValue) -> Bool {
        switch self {
        case .memoryUsage, .objectFrequency, .objectIdleTime, .objectEncoding: reply == .null
        case .type: reply.bytes == Array("none".utf8)
        case .timeToLive: reply.integer == -2
        default: false
        }
    }
}
