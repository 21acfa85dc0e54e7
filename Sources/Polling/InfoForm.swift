package import CacheMetrics
package import RESP
package import RedisClient

/// The form of `INFO` that a server answers.
///
/// `INFO everything` has all there is in one reply. Redis 5 answers it with nothing and knows `INFO all`;
/// some servers and proxies refuse any argument. What came back decides, not the version.
package struct InfoForm: Sendable {
    /// A form that was not tried yet.
    package init() {}

    private var forms: ArraySlice<ReadCommand> = [.info, .infoAll, .plainInfo]

    /// The command to send.
    package var command: ReadCommand { forms.first ?? .plainInfo }

    /// What a reply to it means.
    package enum Outcome {
        /// The report.
        case report(InfoReport)
        /// Another form is to be tried at once.
        case askAgain
        /// The server does not say how it is, for this reason; it may answer other commands.
        case without(Outage.Cause)
        /// Nothing can be asked now.
        case outage(Outage.Cause)
    }

    /// Reads a reply; `refusals` are those known by then.
    package mutating func read(_ reply: RESPValue, _ refusals: [Refusal]) -> Outcome {
        if let error = reply.error { return read(error: error, refusals) }
        guard let bytes = reply.bytes else { return another(or: .noInfo) }
        let info = InfoReport(bytes)
        guard info.count > 0 else { return another(or: .noInfo) }
        if info[.loading] == 1 {
            return .outage(
                .loading(percent: info[.loadedPercent], secondsLeft: info[.loadingETA])
            )
        }
        let mode = info[.redisMode] ?? info[.serverMode]
        guard mode == Array("sentinel".utf8) else { return .report(info) }
        return .outage(.sentinel(primary: info.monitoredPrimary))
    }

    private mutating func read(error: [UInt8], _ refusals: [Refusal]) -> Outcome {
        let accessRule = ReadCommand.Kind.info.accessRule
        if let refusal = refusals.first(where: { $0.accessRule == accessRule }) {
            return .without(refusal.reason == .notPermitted ? .notPermitted : .noInfo)
        }
        let cause = Outage.Cause(reply: error)
        guard case .other = cause else { return .outage(cause) }
        return another(or: .noInfo)
    }

    private mutating func another(or cause: Outage.Cause) -> Outcome {
        guard forms.count > 1 else { return .without(cause) }
        forms.removeFirst()
        return .askAgain
    }
}

extension InfoReport {
    /// The address of the first primary that a Sentinel watches, or `nil` if it watches none.
    fileprivate var monitoredPrimary: [UInt8]? {
        let value = text(of: InfoName("master0"))?.split(separator: UInt8(ascii: ","))
            .first { $0.starts(with: "address=".utf8) }
        return value.map { Array($0.dropFirst("address=".utf8.count).prefix(80)) }
    }
}

extension InfoReport {
    /// The report in a reply to `INFO`.
    ///
    /// - Throws: what the server answered instead.
    package init(reply: RESPValue?) throws(RedisError) {
        if let refusal = reply?.error { throw .rejected(refusal) }
        self.init(reply?.bytes ?? [])
    }
}
