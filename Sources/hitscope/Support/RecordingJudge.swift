import CacheHealth
import CacheMetrics
import FoundationEssentials
import Recording

/// What rules say of a recording: every finding that held at any time, as it was when it was worst.
struct RecordingJudge: Sendable {
    private let recording: OpenRecording
    private let range: ClosedRange<Int>

    /// Ticks that a part has at least: what is before it is folded once more, up to an hour of it.
    private static let ticksOfPart = 10_000

    init(_ recording: OpenRecording, _ range: ClosedRange<Int>) {
        (self.recording, self.range) = (recording, range)
    }

    /// The findings, and of the end what else is known.
    func judge() async -> (HealthReport, NodeHistory?) {
        let processors = ProcessInfo.processInfo.activeProcessorCount
        let count = max(1, min(processors, range.count / Self.ticksOfPart))
        let bounds = (0...count).map { range.lowerBound + range.count * $0 / count }
        let parts = zip(bounds, bounds.dropFirst()).map { $0...($1 - 1) }
        return await withTaskGroup(of: (Int, Part).self) { group in
            for (number, part) in parts.enumerated() {
                group.addTask { (number, judge(part)) }
            }
            let judged = await group.reduce(into: [(Int, Part)]()) { $0.append($1) }
            return merged(judged.sorted { $0.0 < $1.0 }.map(\.1))
        }
    }

    /// What a finding is told of once.
    private struct Subject: Hashable, Comparable {
        var rule: String
        var node: NodeID

        static func < (one: Subject, other: Subject) -> Bool {
            (one.rule, one.node) < (other.rule, other.node)
        }
    }

    private struct Part: Sendable {
        var worst: [Subject: Finding] = [:]
        var report = HealthReport()
        var node: NodeHistory?

        /// Whether a finding is worse than what was found of it before.
        func isNews(_ rule: String, _ node: NodeID, _ severity: Severity) -> Bool {
            worst[Subject(rule: rule, node: node)].map { $0.severity < severity } ?? true
        }

        mutating func note(_ finding: Finding) {
            guard isNews(finding.rule, finding.node, finding.severity) else { return }
            worst[Subject(rule: finding.rule, node: finding.node)] = finding
        }
    }

    /// Judges a part, from as far before it as anything in it reaches back, but never from before all.
    private func judge(_ part: ClosedRange<Int>) -> Part {
        var (history, monitor, judged) = (History(), HealthMonitor(under: recording.policy), Part())
        let begin = recording.foldingRange(for: part.lowerBound).lowerBound
        var cursor = recording.reader.cursor(at: max(range.lowerBound, begin))
        while cursor.tick <= part.upperBound {
            let tick = cursor.tick
            guard let reading = cursor.next() else { break }
            history.fold(reading)
            guard let node = history[reading.node] else { continue }
            monitor.judge(node)
            if tick >= part.lowerBound {
                let news = monitor.findings(of: reading.node) { rule, severity in
                    judged.isNews(rule, reading.node, severity)
                }
                news.forEach { judged.note($0) }
            }
        }
        judged.report = monitor.report
        judged.node = history.nodes.first
        return judged
    }

    private func merged(_ parts: [Part]) -> (HealthReport, NodeHistory?) {
        guard var all = parts.first, let last = parts.last else { return (HealthReport(), nil) }
        parts.dropFirst().flatMap(\.worst.values).forEach { all.note($0) }
        var report = last.report
        report.findings = all.worst.sorted {
            ($1.value.severity, $0.key) < ($0.value.severity, $1.key)
        }.map(\.value)
        return (report, last.node)
    }
}
