package import RESP

/// Every command a watcher may send once it is logged in.
///
/// The list is closed on purpose: what is not here cannot reach a server, so the program cannot
/// write, cannot run scripts and cannot block a server, whatever a bug or a hostile reply makes it
/// do. Each case names the ACL rule it needs, so a refusal can be explained in one word.
package enum ReadCommand: Sendable, Hashable {
    /// The whole `INFO everything` report.
    case info
    /// `INFO` alone, for servers and proxies that refuse it with an argument.
    case plainInfo
    /// `INFO all`, for Redis 5, which answers `INFO everything` with nothing.
    case infoAll
    /// Number of keys in the selected database.
    case databaseSize
    /// Cumulative latency histograms of every command, Redis 7.0 and later.
    case latencyHistogram
    /// The newest entries of the slow log.
    case slowLog(count: Int)
    /// A line about each connection; takes the server longer the more there are.
    case clientList
    /// One step of a walk over the key names; the cursor is the server's own text.
    case scan(cursor: [UInt8], count: Int)
    /// The same step, of keys of one type only: to be sent from Redis 7.2 on, where it counts no
    /// lookups.
    case scanType(cursor: [UInt8], count: Int, type: [UInt8])
    /// A key's size in bytes; neither counts as a lookup nor refreshes the key.
    case memoryUsage(key: [UInt8])
    /// A key's LFU counter, 0 to 255; counts as a lookup.
    case objectFrequency(key: [UInt8])
    /// Seconds since a key was used; counts as a lookup.
    case objectIdleTime(key: [UInt8])
    /// How a key's value is stored; counts as a lookup.
    case objectEncoding(key: [UInt8])
    /// A key's type; counts as a lookup.
    case type(key: [UInt8])
    /// A key's time to live in milliseconds; counts as a lookup.
    case timeToLive(key: [UInt8])
    /// How many members a sorted set has; counts as a lookup and refreshes the key.
    case sortedSetSize(key: [UInt8])
    /// The members with the highest scores; counts as a lookup and refreshes the key.
    case topMembers(key: [UInt8], count: Int)
    /// The first bytes of a string; counts as a lookup and refreshes the key.
    case beginning(key: [UInt8], bytes: Int)
    /// Some members of a set, at random; counts as a lookup and refreshes the key.
    case someMembers(key: [UInt8], count: Int)
    /// How many members a set has; counts as a lookup and refreshes the key.
    case setSize(key: [UInt8])
    /// How far behind a stream's groups are; counts as a lookup and refreshes the key.
    case streamGroups(key: [UInt8])
    /// Lets `trackNext` be asked on this connection: `CLIENT TRACKING ON OPTIN`, 6.0.
    ///
    /// Costs the server nothing until a key is read that is to be tracked.
    case startTracking
    /// Asks to be told when the keys of the next command change: `CLIENT CACHING YES`, 6.0.
    case trackNext
    /// The two settings that turn an LFU counter into a rate.
    case lfuSettings
    /// A setting that tells nothing secret.
    case setting(ServerSetting)
    /// What a range of a cluster node's hash slots has counted, Valkey 8.0 and Redis 8.2.
    case slotStatistics(first: Int64, last: Int64)
    /// What the server tracked of its hot keys, if it was told to: `HOTKEYS GET`, Redis 8.6.
    case hotKeys
}

extension ReadCommand {
    /// The command as it goes over the wire.
    package var wire: RESPCommand {
        switch self {
        case .info: RESPCommand("INFO", "everything")
        case .plainInfo: RESPCommand("INFO")
        case .infoAll: RESPCommand("INFO", "all")
        case .databaseSize: RESPCommand("DBSIZE")
        case .latencyHistogram: RESPCommand("LATENCY", "HISTOGRAM")
        case .slowLog(let count): RESPCommand("SLOWLOG", "GET", String(count))
        case .clientList: RESPCommand("CLIENT", "LIST")
        case .scan(let cursor, let count):
            RESPCommand([Array("SCAN".utf8), cursor, Array("COUNT".utf8), Array("\(count)".utf8)])
        case .scanType(let cursor, let count, let type):
            RESPCommand(
                [Array("SCAN".utf8), cursor, Array("COUNT".utf8), Array("\(count)".utf8)]
                    + [Array("TYPE".utf8), type]
            )
        case .memoryUsage(let key): RESPCommand(Words.memoryUsage + [key])
        case .objectFrequency(let key):
            RESPCommand(Words.objectFrequency + [key])
        case .objectIdleTime(let key):
            RESPCommand(Words.objectIdleTime + [key])
        case .objectEncoding(let key):
            RESPCommand(Words.objectEncoding + [key])
        case .type(let key): RESPCommand(Words.type + [key])
        case .timeToLive(let key): RESPCommand(Words.timeToLive + [key])
        case .sortedSetSize(let key): RESPCommand([Array("ZCARD".utf8), key])
        case .topMembers(let key, let count):
            RESPCommand(
                [Array("ZREVRANGE".utf8), key]
                    + ["0", String(count - 1), "WITHSCORES"].map { Array($0.utf8) }
            )
        case .beginning(let key, let bytes):
            RESPCommand(
                [Array("GETRANGE".utf8), key] + ["0", String(bytes - 1)].map { Array($0.utf8) }
            )
        case .someMembers(let key, let count):
            RESPCommand([Array("SRANDMEMBER".utf8), key, Array(String(count).utf8)])
        case .setSize(let key): RESPCommand([Array("SCARD".utf8), key])
        case .streamGroups(let key): RESPCommand(Words.streamGroups + [key])
        case .startTracking: RESPCommand("CLIENT", "TRACKING", "ON", "OPTIN")
        case .trackNext: RESPCommand("CLIENT", "CACHING", "YES")
        case .lfuSettings: RESPCommand("CONFIG", "GET", "lfu-*")
        case .setting(let setting): RESPCommand("CONFIG", "GET", setting.rawValue)
        case .hotKeys: RESPCommand("HOTKEYS", "GET")
        case .slotStatistics(let first, let last):
            RESPCommand("CLUSTER", "SLOT-STATS", "SLOTSRANGE", String(first), String(last))
        }
    }

    /// What the command does, whatever it does it to.
    package var kind: Kind {
        switch self {
        case .info, .plainInfo, .infoAll: .info
        case .databaseSize: .databaseSize
        case .latencyHistogram: .latencyHistogram
        case .slowLog: .slowLog
        case .clientList: .clientList
        case .scan: .scan
        case .scanType: .scanType
        case .memoryUsage: .memoryUsage
        case .objectFrequency: .objectFrequency
        case .objectIdleTime: .objectIdleTime
        case .objectEncoding: .objectEncoding
        case .type: .type
        case .timeToLive: .timeToLive
        case .sortedSetSize: .sortedSetSize
        case .topMembers: .topMembers
        case .beginning: .beginning
        case .someMembers: .someMembers
        case .setSize: .setSize
        case .streamGroups: .streamGroups
        case .startTracking: .startTracking
        case .trackNext: .trackNext
        case .lfuSettings, .setting: .settings
        case .hotKeys: .hotKeys
        case .slotStatistics: .slotStatistics
        }
    }

    /// A command without its arguments, small enough to count by.
    package enum Kind: UInt8, Sendable, CaseIterable {
        case info, latencyHistogram, slowLog, scan, memoryUsage, objectFrequency, objectIdleTime,
            type
        case timeToLive, sortedSetSize, topMembers, beginning, settings, objectEncoding,
            startTracking, trackNext, hotKeys, clientList, someMembers, setSize,
            slotStatistics, streamGroups, databaseSize, scanType
    }
}

extension ReadCommand.Kind {
    /// The ACL rule that allows the command, such as `+slowlog|get`.
    package var accessRule: String { "+" + statisticsName }

    /// The command's name in `INFO commandstats`, which is also its name in ACL rules.
    package var statisticsName: String {
        switch self {
        case .info: "info"
        case .latencyHistogram: "latency|histogram"
        case .slowLog: "slowlog|get"
        case .clientList: "client|list"
        case .scan, .scanType: "scan"
        case .databaseSize: "dbsize"
        case .memoryUsage: "memory|usage"
        case .objectFrequency: "object|freq"
        case .objectIdleTime: "object|idletime"
        case .objectEncoding: "object|encoding"
        case .type: "type"
        case .timeToLive: "pttl"
        case .sortedSetSize: "zcard"
        case .topMembers: "zrevrange"
        case .beginning: "getrange"
        case .someMembers: "srandmember"
        case .setSize: "scard"
        case .streamGroups: "xinfo|groups"
        case .startTracking: "client|tracking"
        case .trackNext: "client|caching"
        case .settings: "config|get"
        case .hotKeys: "hotkeys|get"
        case .slotStatistics: "cluster|slot-stats"
        }
    }

    /// Whether the server counts the command as a lookup, hit or miss (`server-facts.md` section 1).
    package var countsAsLookup: Bool {
        switch self {
        case .info, .latencyHistogram, .slowLog, .scan, .memoryUsage, .startTracking, .trackNext,
            .settings, .hotKeys, .clientList, .slotStatistics, .databaseSize, .scanType:
            false
        case .objectFrequency, .objectIdleTime, .objectEncoding, .type, .timeToLive,
            .sortedSetSize, .topMembers, .beginning, .someMembers, .setSize, .streamGroups:
            true
        }
    }
}

/// The words of the commands that are sent for every key, made once.
private enum Words {
    static let memoryUsage = words("MEMORY", "USAGE")
    static let objectFrequency = words("OBJECT", "FREQ")
    static let objectIdleTime = words("OBJECT", "IDLETIME")
    static let objectEncoding = words("OBJECT", "ENCODING")
    static let streamGroups = words("XINFO", "GROUPS")
    static let type = words("TYPE")
    static let timeToLive = words("PTTL")

    private static func words(_ words: String...) -> [[UInt8]] { words.map { Array($0.utf8) } }
}
