package import CacheMetrics
package import RESP
package import RedisClient

/// Collects what stands between the server and strangers: five settings, once, and again now and then.
///
/// Whether it wants a password is not among them: that setting would show it.
package struct ProtectionCollector: Collector {
    private var isDue = true
    /// The server's uptime at which the settings were asked for last.
    private var asked: UInt64 = 0

    /// Seconds from one look to the next: settings seldom change, and a recording keeps an hour.
    private static let pause: UInt64 = 300

    /// A collector that has asked nothing.
    package init() {}

    package var commands: [ReadCommand] {
        isDue ? ServerSetting.allCases.map { .setting($0) } : []
    }

    package mutating func record(_ replies: [RESPValue], into sample: inout Sample) {
        let uptime = sample.info[.uptime] ?? 0
        defer { isDue = uptime < asked || uptime - asked >= Self.pause }
        guard replies.count == ServerSetting.allCases.count else { return }
        asked = uptime
        guard replies.allSatisfy({ $0.error == nil }) else { return }
        let values = replies.map { ($0.pairs ?? []).first?.value.bytes.map(Self.text) ?? nil }
        sample.protection = Protection(
            Dictionary(uniqueKeysWithValues: zip(ServerSetting.allCases, values))
                .compactMapValues { $0 },
            version: sample.info[.redisVersion].flatMap { ServerVersion($0) }
        )
    }

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}

extension Protection {
    /// The protection by what a server answered; a setting that it does not know is not there.
    init(_ settings: [ServerSetting: String], version: ServerVersion?) {
        let isPlain = settings[.port, default: ""] != "0"
        let isSafe = settings[.tlsPort, default: "0"] != "0"
        var addresses = (settings[.bind] ?? "").split(separator: " ")
        // Of no address an old server makes all of them, one since 6.2 none.
        let isOld = version.map { $0 < ServerVersion(major: 6, minor: 2) } ?? true
        if addresses.isEmpty, isOld { addresses = ["*"] }
        let outside = addresses.count { !$0.isThisMachine }
        self.init(
            outsideAddresses: isPlain || isSafe ? UInt64(outside) : 0,
            hasProtectedMode: settings[.protectedMode] == "yes",
            wantsCertificates: !isPlain && settings[.tlsAuthClients] == "yes"
        )
    }
}

extension Substring {
    /// Whether an address to listen on is one that only this machine reaches; `-` says that it may fail.
    fileprivate var isThisMachine: Bool {
        let address = first == "-" ? dropFirst() : self
        return address == "::1" || address == "localhost"
            || ["127.", "::ffff:127."].contains { address.hasPrefix($0) }
    }
}
