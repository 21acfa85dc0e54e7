import CacheHealth
import CacheMetrics
import Dashboard
import Painting

/// A report in the form monitoring plug-ins have: one line that sums it up with performance data
/// behind a bar, then a line for each finding (Nagios Plugin Development Guidelines, section 2).
enum NagiosText {
    static func lines(_ report: HealthReport, of node: NodeHistory?) -> String {
        let state =
            switch report.worst {
            case .critical: "CRITICAL"
            case .warning: "WARNING"
            case .info, nil: report.score == nil ? "UNKNOWN" : "OK"
            }
        let worst = report.findings.first.map { ", \($0.rule): \(title(of: $0))" } ?? ""
        let count = report.findings.count
        let summary =
            "\(count) \(count == 1 ? "finding" : "findings"), \(report.passed) of \(report.checks) checks passed"
        let first = "HITSCOPE \(state) - \(summary)\(worst)"
        let rest = report.findings.map { finding in
            let numbers = finding.evidence.map { "\($0.label) \($0.text)" }
            let name = "\(finding.severity.name) \(finding.rule) \(title(of: finding))"
            return clean(name + " (" + numbers.joined(separator: ", ") + ")")
        }
        return ([clean(first) + performance(of: node, report)] + rest).joined(separator: "\n")
    }

    private static func title(of finding: Finding) -> String {
        finding.title + (finding.about.map { ": " + escapedText($0) } ?? "")
    }

    /// A bar would begin the performance data.
    private static func clean(_ text: String) -> String { text.replacing("|", with: "¦") }

    private static func performance(of node: NodeHistory?, _ report: HealthReport) -> String {
        var parts = report.score.map { ["score=\($0);;;0;100"] } ?? []
        for metric in MetricCatalog.all {
            guard let node, node.outage == nil, let value = node.metrics.latest(metric) else {
                continue
            }
            parts.append("\(metric.name)=\(metric.unit.performance(value))")
        }
        return parts.isEmpty ? "" : " | " + parts.joined(separator: " ")
    }
}

extension Metric.Unit {
    /// A value with the plug-in form's unit of measurement.
    fileprivate func performance(_ value: Double) -> String {
        switch self {
        case .bytes: plain(value) + "B"
        case .seconds: plain(value) + "s"
        case .ratio: plain(value * 100) + "%"
        case .count, .perSecond, .bytesPerSecond, .quotient: plain(value)
        }
    }

    /// Three decimals at most, and no exponent, which the form does not know.
    private func plain(_ value: Double) -> String {
        let thousandths = (min(1e15, max(-1e15, value)) * 1_000).rounded()
        guard let whole = Int64(exactly: thousandths) else { return "U" }
        let (units, rest) = (whole / 1_000, abs(whole % 1_000))
        let sign = whole < 0 && units == 0 ? "-" : ""
        guard rest > 0 else { return "\(units)" }
        let digits = String(repeating: "0", count: 3 - "\(rest)".count) + "\(rest)"
        return "\(sign)\(units).\(digits)"
    }
}
