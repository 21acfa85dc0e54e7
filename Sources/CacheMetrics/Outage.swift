/// A stretch of time during which a node could not be read.
///
/// It is a reading like any other, one for each beat, so it is shown, recorded and replayed.
package struct Outage: Sendable, Equatable {
    /// Why there is no sample.
    package var cause: Cause
    /// How long it has lasted, in microseconds, from the last good sample or the first attempt.
    package var lastedMicroseconds: Int64
    /// How many attempts have failed in a row.
    package var attempts: Int64
    /// Microseconds until the next attempt; 0 while one is under way.
    package var retryMicroseconds: Int64

    /// An outage from its facts.
    package init(
        cause: Cause,
        lastedMicroseconds: Int64,
        attempts: Int64,
        retryMicroseconds: Int64
    ) {
        self.cause = cause
        self.lastedMicroseconds = lastedMicroseconds
        self.attempts = attempts
        self.retryMicroseconds = retryMicroseconds
    }
}

extension Outage {
    /// Why a node could not be read, in kinds the operator would act on differently.
    package enum Cause: Sendable, Equatable {
        /// The first attempt is still under way.
        case connecting
        /// The server is late with its reply; not yet given up.
        case stale
        /// Nothing listens at the address.
        case refused
        /// No reply within the deadline.
        case timeout
        /// The connection was closed or reset.
        case closed
        /// The host name has no address.
        case unknownHost
        /// The network has no way there.
        case unreachable
        /// The socket file does not exist.
        case noSuchSocket
        /// The socket file may not be opened.
        case socketPermission
        /// The server is loading its dataset: percent done and seconds left, by its own estimate.
        case loading(percent: Double?, secondsLeft: UInt64?)
        /// The server is running a script and answers nothing else.
        case busyScript
        /// The server wants a password and was given none.
        case noPassword
        /// The server did not accept the user and password.
        case wrongPassword
        /// The user may not run `INFO`, without which there is nothing to show.
        case notPermitted
        /// The server has as many clients as it accepts.
        case maxClients
        /// The server accepts connections from its own machine only.
        case protectedMode
        /// The server answers, but not to `INFO`, and not to what could be shown without it: a proxy.
        case noInfo
        /// The server is a Sentinel; the address of the first primary that it watches, if it watches any.
        case sentinel(primary: [UInt8]?)
        /// What listens there does not speak Redis; how its answer began.
        case notRedis([UInt8])
        /// Anything else, in the words of the server or the system, which are hostile until rendered.
        case other([UInt8])
    }
}
