import CacheMetrics

extension HealthRule {
    /// A subscriber takes messages more slowly than they come.
    ///
    /// By default a server cuts it off at 32 MB, or when 8 MB have waited for a minute.
    package static let slowSubscriber = HealthRule(
        name: "slow-subscriber",
        title: "a subscriber is too slow",
        thresholds: [leastBytes, criticalBytes],
        condition:
            "over {bytes} wait for a subscriber (until {bytes.until}); critical over {critical_bytes}",
        effect:
            "its messages come late, and at client-output-buffer-limit it is cut off and loses them",
        remedy:
            "a faster consumer, fewer channels for each; for what must not be lost a stream (XADD, XREADGROUP)",
        pace: .eachBeat
    ) { node, holds in
        guard let report = node.clients?.report else {
            return .unknown("the clients are not known yet")
        }
        guard report.unlisted == nil else { return .unknown("there are too many clients to list") }
        let subscribers = report.heaviest.filter { $0.kind == .subscriber }
        guard let worst = subscribers.max(by: { $0.outputBytes ?? 0 < $1.outputBytes ?? 0 }),
            let bytes = worst.outputBytes, Double(bytes) > node[leastBytes, holds]
        else { return .healthy }
        return .sick(
            Double(bytes) > node[criticalBytes] ? .critical : .warning,
            [
                Evidence("output_bytes", "wait for it", Double(bytes), .bytes),
                Evidence(
                    "subscribers",
                    "subscribers",
                    Double(report[.subscriber].count),
                    .count
                ),
            ],
            about: worst.name.isEmpty ? worst.address : worst.name
        )
    }

    private static let leastBytes = Threshold("bytes", 1_048_576, .bytes, until: 524_288)
    private static let criticalBytes = Threshold("critical_bytes", 8_388_608, .bytes)
}
