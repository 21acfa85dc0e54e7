import CacheMetrics

extension HealthRule {
    /// The server keeps every script it was ever sent, and is sent new ones all the time.
    package static let scriptChurn = HealthRule(
        name: "script-churn",
        title: "a new script for each call",
        thresholds: [leastScripts],
        condition:
            "over 5 minutes the scripts kept grew by over {scripts} (until {scripts.until})",
        effect: "memory that is never given back, and each script is compiled anew",
        remedy: "one script with KEYS and ARGV, called by EVALSHA"
    ) { node, holds in
        guard let scripts = node.metrics.latest(.cachedScripts) else {
            return .unknown("the server does not tell")
        }
        // It takes that many to have kept as many.
        guard scripts > 0 else { return .healthy }
        let since = node.moment.beat - node.beats(in: 300)
        guard let seen = node.metrics.ends(of: .seenScripts, since: since), seen.count >= 10 else {
            return .unknown("under 10 intervals yet")
        }
        let grown = seen.newest.value - seen.oldest.value
        let seconds = Double(seen.newest.beat - seen.oldest.beat) * node.secondsPerBeat
        guard grown > node[leastScripts, holds] else { return .healthy }
        return .sick(
            .warning,
            [
                Evidence("new_scripts", "new scripts", grown, .count, over: seconds),
                Evidence("cached_scripts", "scripts kept", scripts, .count),
            ]
        )
    }

    private static let leastScripts = Threshold("scripts", 60, .count, until: 30)
}
