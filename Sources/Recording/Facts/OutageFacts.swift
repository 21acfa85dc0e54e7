import CacheMetrics

extension Outage {
    /// The outage as one line.
    var facts: [UInt8] {
        var writer = FactWriter()
        writer.line("outage")
        writer.number(lastedMicroseconds)
        writer.number(attempts)
        writer.number(retryMicroseconds)
        writer.word(cause.name.utf8)
        switch cause {
        case .loading(let percent, let secondsLeft):
            writer.double(percent)
            writer.number(secondsLeft)
        case .notRedis(let bytes), .other(let bytes): writer.word(bytes)
        case .sentinel(let primary): writer.word(primary as [UInt8]?)
        case .connecting, .stale, .refused, .timeout, .closed, .unknownHost, .unreachable,
            .noSuchSocket,
            .socketPermission, .busyScript, .noPassword, .wrongPassword, .notPermitted, .maxClients,
            .protectedMode, .noInfo:
            break
        }
        return writer.bytes
    }

    /// Reads an outage, or `nil` if the line makes no sense.
    init?(facts: [UInt8]) {
        guard var line = FactLine.lines(of: facts).first, line.kind == "outage",
            let lasted = line.number(Int64.self), let attempts = line.number(Int64.self),
            let retry = line.number(Int64.self), let name = line.word()
        else { return nil }
        let cause = Cause(name: String(decoding: name, as: UTF8.self), rest: &line)
        self.init(
            cause: cause,
            lastedMicroseconds: lasted,
            attempts: attempts,
            retryMicroseconds: retry
        )
    }
}

extension Outage.Cause {
    /// Causes without more to say, by the names that files use for them.
    private static let plain: [(name: String, cause: Outage.Cause)] = [
        ("connecting", .connecting), ("stale", .stale), ("refused", .refused),
        ("timeout", .timeout),
        ("closed", .closed), ("dns", .unknownHost), ("unreachable", .unreachable),
        ("no-socket", .noSuchSocket), ("socket-permission", .socketPermission),
        ("busy", .busyScript),
        ("no-password", .noPassword), ("wrong-password", .wrongPassword),
        ("not-permitted", .notPermitted), ("max-clients", .maxClients),
        ("protected", .protectedMode), ("no-info", .noInfo),
    ]

    fileprivate var name: String {
        switch self {
        case .loading: "loading"
        case .notRedis: "not-redis"
        case .other: "other"
        case .sentinel: "sentinel"
        case .connecting, .stale, .refused, .timeout, .closed, .unknownHost, .unreachable,
            .noSuchSocket,
            .socketPermission, .busyScript, .noPassword, .wrongPassword, .notPermitted, .maxClients,
            .protectedMode, .noInfo:
            Self.plain.first { $0.cause == self }?.name ?? "other"
        }
    }

    /// A cause of a newer version is shown by its name.
    fileprivate init(name: String, rest line: inout FactLine) {
        switch name {
        case "loading": self = .loading(percent: line.double(), secondsLeft: line.number())
        case "not-redis": self = .notRedis(line.word() ?? [])
        case "other": self = .other(line.word() ?? [])
        case "sentinel": self = .sentinel(primary: line.word())
        default: self = Self.plain.first { $0.name == name }?.cause ?? .other(Array(name.utf8))
        }
    }
}
