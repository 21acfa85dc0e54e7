import CacheMetrics

extension HealthRule {
    /// The node cannot be read.
    package static let outage = HealthRule(
        name: "outage",
        title: "server away",
        condition: "the server does not answer, or refuses to be watched",
        effect: "nothing below is current; the application probably cannot use the cache either",
        remedy: "see the cause in the header; the dashboard keeps trying by itself",
        patience: .none,
        pace: .eachBeat
    ) { node, _ in
        guard let outage = node.outage else { return .healthy }
        // A recording may hold any number.
        let lasted = Duration.microseconds(min(max(0, outage.lastedMicroseconds), 1 << 52))
        let evidence = Evidence("attempts", "failed attempts", Double(outage.attempts), .count)
        return .sick(outage.severity, [evidence], lasting: lasted)
    }
}

extension Outage {
    /// How urgent the outage is: a server that loads its data, or is met for the first time, is not sick.
    fileprivate var severity: Severity {
        switch cause {
        case .connecting: .info
        case .loading: .warning
        case .stale, .refused, .timeout, .closed, .unknownHost, .unreachable, .noSuchSocket,
            .socketPermission, .busyScript, .noPassword, .wrongPassword, .notPermitted, .maxClients,
            .protectedMode, .notRedis, .noInfo, .sentinel, .other:
            .critical
        }
    }
}
