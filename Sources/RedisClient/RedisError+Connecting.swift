import Glibc
import NIOCore
import NIOPosix

extension RedisError {
    /// What a failed attempt to connect means to the operator.
    init(connecting error: any Error, within deadline: Duration) {
        switch error {
        case let error as RedisError: self = error
        case let error as NIOConnectionError: self.init(lookup: error, within: deadline)
        case let error as IOError: self.init(errno: error.errnoCode)
        case ChannelError.connectTimeout: self = .timedOut(.connecting, after: deadline)
        case is CancellationError: self = .cancelled
        default: self = .system("\(error)")
        }
    }

    private init(lookup error: NIOConnectionError, within deadline: Duration) {
        // A name that resolved to one address that refused says more than the family that failed.
        if let attempt = error.connectionErrors.last {
            self.init(connecting: attempt.error, within: deadline)
        } else if error.dnsAError != nil || error.dnsAAAAError != nil {
            self = .unknownHost(error.host)
        } else {
            self = .timedOut(.connecting, after: deadline)
        }
    }

    private init(errno code: CInt) {
        switch code {
        case ECONNREFUSED: self = .refused
        case ENOENT: self = .noSuchSocket
        case EACCES, EPERM: self = .socketPermission
        case EHOSTUNREACH, ENETUNREACH, EHOSTDOWN: self = .unreachable
        case ETIMEDOUT: self = .timedOut(.connecting, after: .seconds(0))
        case ECONNRESET, EPIPE: self = .closed(during: .connecting)
        default: self = .system("errno \(code)")
        }
    }
}
