import CacheMetrics

extension HealthRule {
    /// The server keeps much for clients that do not read what they asked for.
    package static let outputBuffers = HealthRule(
        name: "output-buffers",
        title: "clients do not read their replies",
        thresholds: [leastBytes, leastShare],
        condition:
            "buffers of clients over {bytes} and over {share} (until {share.until}) of used memory, or a client was closed for it within a minute",
        effect: "memory that data cannot have, and in the end closed connections",
        remedy:
            "find the client (CLIENT LIST, omem); smaller replies, faster consumers, client-output-buffer-limit",
        pace: .eachBeat
    ) { node, holds in
        guard let info = node.info, let buffers = info[.clientBuffers],
            let used = info[.usedMemory], used > 0
        else { return .unknown("the server does not tell") }
        let closed = node.window(of: .bufferDisconnections, seconds: 60)?.total ?? 0
        let share = Double(buffers) / Double(used)
        guard closed > 0 || Double(buffers) > node[leastBytes] && share > node[leastShare, holds]
        else {
            return .healthy
        }
        return .sick(
            closed > 0 ? .critical : .warning,
            [
                Evidence("client_buffer_bytes", "buffers", Double(buffers), .bytes),
                Evidence("client_buffer_share", "of used memory", share, .ratio),
                Evidence("closed_clients", "closed", closed, .count, over: 60),
            ]
        )
    }

    private static let leastBytes = Threshold("bytes", 33_554_432, .bytes)
    private static let leastShare = Threshold("share", 0.05, .ratio, until: 0.04)
}
