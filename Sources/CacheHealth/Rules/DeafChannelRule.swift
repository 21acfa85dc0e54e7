import CacheMetrics

extension HealthRule {
    /// Messages are published where nobody has subscribed to anything.
    package static let deafChannel = HealthRule(
        name: "deaf-channel",
        title: "messages reach nobody",
        condition:
            "messages are published in 3 of 5 intervals while no channel and no pattern has a subscriber",
        effect: "every message is lost",
        remedy: "check the names of channels on both sides; for what must not be lost use a stream"
    ) { node, _ in
        guard node.info?.isReplica != true else { return .replica }
        guard let info = node.info, let published = node.metrics.latest(.published) else {
            return .noInterval
        }
        guard info[.connectedReplicas] ?? 0 == 0, info[.clusterEnabled] ?? 0 == 0 else {
            return .unknown("a replica or another node of the cluster may have the subscribers")
        }
        let fields: [InfoField<UInt64>] = [.channels, .channelPatterns, .shardChannels]
        let listened = fields.reduce(0.0) { $0 + Double(info[$1] ?? 0) }
        guard published > 0, listened == 0 else { return .healthy }
        return .sick(
            .warning,
            [
                Evidence("published_per_second", "messages", published, .perSecond),
                Evidence("channels", "channels with subscribers", listened, .count),
            ]
        )
    }
}
