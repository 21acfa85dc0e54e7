import CacheMetrics

extension HealthRule {
    /// Forking for a snapshot or a rewrite stopped the server for long.
    ///
    /// A fork copies the page table: some 10 ms for each GB in use. More is a machine with slow virtual memory.
    package static let forkStall = HealthRule(
        name: "fork-stall",
        title: "forks stall the server",
        thresholds: [leastSeconds, secondsEach, criticalSeconds],
        condition:
            "a fork within the hour took over {seconds}, or over {seconds_per_gb} for each GB of one GB and more; critical over {critical_seconds}",
        effect: "all clients wait while the server forks",
        remedy: "save on a replica only; smaller instances; huge pages off"
    ) { node, _ in
        guard let info = node.info, let fork = info[.latestFork], let used = info[.usedMemory]
        else {
            return .noSample
        }
        // How long it took is told for ever: only of a fork that was seen is it news.
        let forks = node.window(of: .forks, seconds: 3_600, atLeast: 0)?.mean ?? 0
        guard forks > 0 else { return .healthy }
        let seconds = Double(fork) / 1e6
        let perGigabyte = seconds / max(1, Double(used) / 1e9)
        guard seconds > node[leastSeconds] || perGigabyte > node[secondsEach] && used > 1 << 30
        else {
            return .healthy
        }
        return .sick(
            seconds > node[criticalSeconds] ? .critical : .info,
            [
                Evidence("latest_fork_seconds", "the last fork", seconds, .seconds),
                Evidence("seconds_per_gigabyte", "for each GB", perGigabyte, .seconds),
            ]
        )
    }

    private static let leastSeconds = Threshold("seconds", 0.1, .seconds)
    private static let secondsEach = Threshold("seconds_per_gb", 0.02, .seconds)
    private static let criticalSeconds = Threshold("critical_seconds", 1, .seconds)
}
