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
        let bounds = bounds(of: count)
        let parts = zip(bounds, bounds.dropFirst()).map { $0...($1 - 1) }
        return await withTaskGroup(of: (Int, Part).self) { group in
            for (number, part) in parts.enumerated() {
                group.addTask { (number, judge(part)) }
            }
            let judged = await group.reduce(into: [(Int, Part)]()) { $0.append($1) }
            return merged(judged.sorted { $0.0 < $1.0 }.map(\.1))
        }
    }

    /// Where so many parts begin, and where the last ends.
    ///
    /// All but the first are folded from as far before them as memory reaches, so that the first is as
    /// much longer.
    private func bounds(of count: Int) -> [Int] {
        let end = range.upperBound + 1
        guard count > 1 else { return [range.lowerBound, end] }
        let middle = range.lowerBound + range.count / count
        let before = middle - recording.foldingRange(for: middle).lowerBound
        let each = max(1, (range.count - before) / count)
        return [range.lowerBound] + (1..<count).map { end - each * (count - $0) } + [end]
    }

    private struct Part: Sendable {
        /// Each node's findings, in their rules' places, as they were at their worst.
        var worst: [NodeID: [Finding?]] = [:]
        var report = HealthReport()
        var node: NodeHistory?
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
            guard tick >= part.lowerBound else { continue }
            monitor.raise(&judged.worst[reading.node, default: []], of: reading.node)
        }
        judged.report = monitor.report
        judged.node = history.nodes.first
        return judged
    }

    private func merged(_ parts: [Part]) -> (HealthReport, NodeHistory?) {
        guard let last = parts.last else { return (HealthReport(), nil) }
        var worst: [String: Finding] = [:]
        for finding in parts.flatMap(\.worst.values).joined().compactMap(\.self) {
            let subject = "\(finding.rule) \(finding.node.name)"
            // Of what was as bad in several parts the first is told.
            if let known = worst[subject], known.severity >= finding.severity { continue }
            worst[subject] = finding
        }
        var report = last.report
        report.findings = worst.values.sorted { one, other in
            one.severity == other.severity
                ? (one.rule, one.node) < (other.rule, other.node) : one.severity > other.severity
        }
        return (report, last.node)
    }
}
