import CacheMetrics
import RESP
import RedisClient

extension ObserverCost {
    /// Counts a command of ours and the lookup the server will count for it.
    ///
    /// A key that is not there is answered in a way of its own by each command, and counts as a
    /// miss; any other answer, an error about the type or the policy included, comes after a
    /// lookup that found the key. A command that was refused looked up nothing.
    mutating func count(_ command: ReadCommand, answeredBy reply: RESPValue) {
        commands[command.statisticsName, default: 0] &+= 1
        guard command.countsAsLookup, !reply.isUnrun else { return }
        if command.findsNothing(in: reply) { falseMisses &+= 1 } else { falseHits &+= 1 }
    }
}

extension ReadCommand {
    /// The command's name in `INFO commandstats`.
    var statisticsName: String {
        switch self {
        case .slowLog: "slowlog|get"
        case .timeToLive: "pttl"
        case .beginning: "getrange"
        case .info, .latencyHistogram, .scan, .memoryUsage, .objectFrequency, .objectIdleTime, .type,
            .sortedSetSize, .topMembers, .lfuSettings:
            String(accessRule.dropFirst())
        }
    }

    fileprivate func findsNothing(in reply: RESPValue) -> Bool {
        switch self {
        case .objectFrequency, .objectIdleTime: reply == .null
        case .type: reply.bytes == Array("none".utf8)
        case .timeToLive: reply.integer == -2
        case .sortedSetSize: reply.integer == 0
        case .topMembers: reply.elements?.isEmpty ?? false
        case .beginning: reply.bytes?.isEmpty ?? false
        case .info, .latencyHistogram, .slowLog, .scan, .memoryUsage, .lfuSettings: false
        }
    }
}

extension RESPValue {
    /// Why the server will not run the command for us whatever its key, or `nil` if it would.
    var refusal: Refusal.Reason? {
        guard let text = error.map({ String(decoding: $0, as: UTF8.self) }) else { return nil }
        // "no permissions to run the 'get' command", not "to access one of the keys".
        if text.hasPrefix("NOPERM") { return text.contains("run") ? .notPermitted : nil }
        return text.lowercased().hasPrefix("err unknown") ? .unknownCommand : nil
    }

    /// Whether the server turned the command away before it looked anything up.
    fileprivate var isUnrun: Bool {
        error.map { $0.starts(with: "NOPERM".utf8) || refusal != nil } ?? false
    }
}
