package import CacheMetrics
import RESP
package import RedisClient

extension Outage.Cause {
    /// What a failed connection or poll means to the operator.
    package init(_ error: RedisError) {
        switch error {
        case .refused: self = .refused
        case .timedOut: self = .timeout
        case .unknownHost: self = .unknownHost
        case .unreachable: self = .unreachable
        case .noSuchSocket: self = .noSuchSocket
        case .socketPermission: self = .socketPermission
        case .closed: self = .closed
        case .cancelled: self = .closed
        case .notRESP(.unknownType(let bytes)): self = .notRedis(bytes)
        case .notRESP(let error): self = .other(Array("protocol (\(error.explanation))".utf8))
        case .rejected(let text): self.init(reply: text)
        case .system(let text): self = .other(Array(text.utf8))
        }
    }

    /// What an error reply to the handshake or to `INFO` means.
    init(reply text: [UInt8]) {
        let line = Array(text.prefix { $0 != 0x0D && $0 != 0x0A }.prefix(120))
        let words = String(decoding: line, as: UTF8.self)
        switch words.split(separator: " ").first {
        case "NOAUTH": self = .noPassword
        case "WRONGPASS": self = .wrongPassword
        case "NOPERM": self = .notPermitted
        case "DENIED": self = .protectedMode
        case "BUSY": self = .busyScript
        case "LOADING": self = .loading(percent: nil, secondsLeft: nil)
        default:
            if words.contains("max number of clients") {
                self = .maxClients
            } else if words.contains("invalid password") || words.contains("invalid username") {
                self = .wrongPassword
            } else {
                self = .other(line)
            }
        }
    }

    /// The shortest time before another attempt makes sense, beyond the usual backoff.
    ///
    /// A wrong password does not become right by itself, and each attempt lands in the server's ACL
    /// log; a full server is not emptied by knocking (`faults.md` rows 6, 18, 27).
    func leastWait(afterAttempts attempts: Int64) -> Duration {
        switch self {
        case .wrongPassword, .noPassword, .notPermitted: attempts < 3 ? .seconds(1) : .seconds(60)
        case .maxClients: .seconds(5)
        case .notRedis: .seconds(60)
        case .noInfo, .sentinel: attempts < 3 ? .seconds(1) : .seconds(60)
        case .connecting, .stale, .refused, .timeout, .closed, .unknownHost, .unreachable,
            .noSuchSocket, .socketPermission, .loading, .busyScript, .protectedMode, .other:
            .zero
        }
    }
}

extension RESPError {
    fileprivate var explanation: String {
        switch self {
        case .unknownType: "unknown type"
        case .badNumber: "not a number"
        case .missingLineEnd: "missing line end"
        case .overLimit(let claim): claim
        case .misplaced(let byte): "misplaced byte \(byte)"
        }
    }
}
