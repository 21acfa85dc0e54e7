import CacheMetrics
import Painting

extension Outage.Cause {
    /// The state word for it and the cause, such as `DOWN refused`.
    package var words: String {
        switch self {
        case .connecting: "CONNECTING"
        case .stale: "STALE"
        case .refused: "DOWN refused"
        case .timeout: "DOWN timeout"
        case .closed: "DOWN closed by server"
        case .unknownHost: "DOWN dns"
        case .unreachable: "DOWN unreachable"
        case .noSuchSocket: "DOWN socket: no such file"
        case .socketPermission: "DOWN socket: permission denied"
        case .loading(let percent, let seconds): loadingWords(percent, seconds)
        case .busyScript: "BUSY script"
        case .noPassword: "AUTH no password sent"
        case .wrongPassword: "AUTH wrong password"
        case .notPermitted: "AUTH needs +info"
        case .noInfo: "NO INFO"
        case .sentinel: "SENTINEL"
        case .maxClients: "FULL maxclients"
        case .protectedMode: "PROTECTED"
        case .notRedis(let bytes):
            "DOWN not a Redis server (got \"\(escapedText(bytes, limit: 16))\")"
        case .other(let text): "DOWN " + escapedText(text, limit: 60)
        }
    }

    private func loadingWords(_ percent: Double?, _ seconds: UInt64?) -> String {
        let share = percent.map { " " + Figures.percent($0 / 100) } ?? ""
        return "LOADING" + share + (seconds.map { " ~" + Figures.span(Double($0)) } ?? "")
    }

    /// Whether nothing answers at the address at all.
    var meansNobodyThere: Bool {
        switch self {
        case .refused, .unknownHost, .noSuchSocket: true
        case .connecting, .stale, .timeout, .closed, .unreachable, .socketPermission, .loading,
            .busyScript, .noPassword, .wrongPassword, .notPermitted, .maxClients, .protectedMode,
            .notRedis, .noInfo, .sentinel, .other:
            false
        }
    }

    /// What the operator can do about it, or `nil` if only waiting helps.
    package var advice: String? {
        switch self {
        case .noPassword: "set REDISCLI_AUTH or use --pass-file"
        case .wrongPassword: "check --user and the password"
        case .refused: "nothing listens there; check the host and the port"
        case .unknownHost: "no host has that name"
        case .noSuchSocket: "check the path"
        case .protectedMode: "the server accepts loopback only (bind, requirepass)"
        case .maxClients: "the server has as many clients as it accepts"
        case .busyScript: "the server is running a script for more than 5 s"
        case .socketPermission: "your user may not open the socket; the group redis often may"
        case .noInfo: "it answers but knows no INFO, like a proxy; watch a node behind it"
        case .sentinel(let primary):
            "watch the primary it monitors"
                + (primary.map { ": " + escapedText($0, limit: 64) } ?? "")
        case .connecting, .stale, .timeout, .closed, .unreachable, .loading, .notPermitted,
            .notRedis, .other:
            nil
        }
    }
}
