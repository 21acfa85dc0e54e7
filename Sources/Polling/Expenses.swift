import CacheMetrics
import RESP
import RedisClient

/// What watching has cost the server so far, counted as it is spent.
struct Expenses: Sendable {
    private var commands = [UInt64](repeating: 0, count: ReadCommand.Kind.allCases.count)
    private var falseHits: UInt64 = 0
    private var falseMisses: UInt64 = 0
    /// Error replies to our commands, by their first word.
    private var errors: [String: UInt64] = [:]
    private static let mostErrorKinds = 32
    private var (bursts, quits): (UInt64, UInt64) = (0, 0)
    /// The commands that each burst takes besides, by their names in the server's statistics.
    private var burstCommands: [String] = []
    /// Batches sent.
    var batches: UInt64 = 0
    /// Beats skipped.
    var skippedBeats: UInt64 = 0

    /// Counts a command of ours and the lookup the server will count for it.
    ///
    /// A key that is not there is answered in a way of its own by each command, and counts as a
    /// miss; any other answer, an error about the type or the policy included, comes after a
    /// lookup that found the key. A command that was refused looked up nothing.
    mutating func count(_ command: ReadCommand, answeredBy reply: RESPValue) {
        commands[Int(command.kind.rawValue)] &+= 1
        if let error = reply.error {
            let code = String(decoding: error.prefix { $0 != 0x20 }.prefix(16), as: UTF8.self)
            if errors.count < Self.mostErrorKinds || errors[code] != nil {
                errors[code, default: 0] &+= 1
            }
        }
        guard command.kind.countsAsLookup, !reply.isUnrun else { return }
        if command.findsNothing(in: reply) { falseMisses &+= 1 } else { falseHits &+= 1 }
    }

    /// Lookups of ours that the server has counted.
    var lookups: UInt64 { falseHits &+ falseMisses }

    /// Counts a burst of listening, on a connection of its own; `quits` if its `QUIT` counts too.
    mutating func countBurst(of kind: TrafficKind, quits: Bool) {
        burstCommands = ["hello", kind.statisticsName, "wait"]
        bursts &+= 1
        self.quits &+= quits ? 1 : 0
        batches &+= 2
    }

    /// The cost as a sample carries it.
    var cost: ObserverCost {
        var cost = ObserverCost()
        for kind in ReadCommand.Kind.allCases where commands[Int(kind.rawValue)] > 0 {
            cost.commands[kind.statisticsName, default: 0] += commands[Int(kind.rawValue)]
        }
        for name in burstCommands { cost.commands[name, default: 0] += bursts }
        if quits > 0 { cost.commands["quit"] = quits }
        (cost.batches, cost.skippedBeats) = (batches, skippedBeats)
        (cost.falseHits, cost.falseMisses) = (falseHits, falseMisses)
        cost.errors = errors
        return cost
    }
}

extension ReadCommand {
    fileprivate func findsNothing(in reply: RESPValue) -> Bool {
        switch self {
        case .objectFrequency, .objectIdleTime, .objectEncoding: reply == .null
        case .type: reply.bytes == Array("none".utf8)
        case .timeToLive: reply.integer == -2
        case .sortedSetSize, .setSize: reply.integer == 0
        case .topMembers, .someMembers: reply.elements?.isEmpty ?? false
        case .streamGroups: reply.error?.starts(with: "ERR no such key".utf8) ?? false
        case .beginning: reply.bytes?.isEmpty ?? false
        case .info, .latencyHistogram, .slowLog, .scan, .memoryUsage, .startTracking, .trackNext,
            .lfuSettings, .setting, .hotKeys, .clientList, .slotStatistics, .plainInfo, .infoAll,
            .databaseSize, .scanType:
            false
        }
    }
}

extension RESPValue {
    /// Whether the server would run the command, but not with this key: the user may not use it.
    var refusesKey: Bool {
        guard let text = error.map({ String(decoding: $0, as: UTF8.self) }) else { return false }
        return text.hasPrefix("NOPERM") && text.contains("key")
    }

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
