import CacheHealth
import CacheMetrics
import Dashboard
import Painting

/// The same as the JSON document, for people: one labelled line for each fact.
struct SnapshotText {
    let scene: Scene

    /// The report, a line each.
    var lines: [String] {
        scene.history.nodes.flatMap(nodeLines) + counterLines + keyLines
            + Self.findingLines(scene.report)
    }

    private func nodeLines(_ node: NodeHistory) -> [String] {
        let info = node.interval?.info
        let version = (info?[.valkeyVersion] ?? info?[.redisVersion]).map { escapedText($0) } ?? "–"
        let product = info?[.valkeyVersion] == nil ? "redis" : "valkey"
        let state = node.outage?.cause.words ?? "up"
        var lines = ["\(escapedText(node.node.name.utf8))  \(product) \(version)  \(state)"]
        for metric in MetricCatalog.all {
            let value = node.outage == nil ? node.metrics.latest(metric) : nil
            lines.append("  " + metric.name.padded(to: 34) + metric.text(value))
        }
        return lines
    }

    private var counterLines: [String] {
        scene.counterRatios.map {
            "counter \(escapedText($0.name.utf8))  hit ratio \(Figures.percent($0.ratio))"
        }
    }

    private var keyLines: [String] {
        let rates = scene.node?.hotRates ?? .none
        let hot = rates.hottest.prefix(10).map { key in
            let heat = rates.text(of: key) ?? key.idleSeconds.map { "idle \($0)s" } ?? "–"
            return "hot key  \(nameText(key.name.identity, limit: 60).padded(to: 40)) \(heat)"
        }
        let big = (scene.interval?.later.survey?.biggest ?? []).prefix(5).map { key in
            "big key  \(nameText(key.name.identity, limit: 60).padded(to: 40)) \(key.sizeText)"
        }
        return patternLines + hot + big
    }

    /// The patterns that take most bytes, and what of them expires together.
    private var patternLines: [String] {
        guard let table = scene.interval?.later.survey?.patterns,
            let totals = scene.surveyedTotals, let node = scene.node
        else { return [] }
        let now = node.moment.steadyMicroseconds / 1_000
        return table.rows(of: totals).prefix(10).flatMap { row -> [String] in
            let name = row.template.map { nameText($0, limit: 60) } ?? "(no pattern)"
            let keys = "\(row.keysText) keys \(row.keys.errorText)"
            let bytes = "\(row.bytesText) \(row.bytesErrorText)"
            let bursts = row.pattern.bursts.filter { $0.beginsMilliseconds > now }.map { burst in
                "expires   \(name): \(Figures.percent(burst.share.value)) within"
                    + " \(Figures.briefSpan(Double(burst.widthMilliseconds) / 1_000)) in"
                    + " \(Figures.span((Double(burst.beginsMilliseconds) - Double(now)) / 1_000))"
            }
            return ["pattern  \(name.padded(to: 40)) \(bytes)  \(keys)"] + bursts
        }
    }

    /// The findings, two lines each, or a line that says that there are none.
    static func findingLines(_ report: HealthReport) -> [String] {
        let score = report.score.map { "\($0)/100" } ?? "not judged, too little to go by"
        var lines = ["health \(score): " + summary(report)]
        for finding in report.findings {
            let node = escapedText(finding.node.name.utf8)
            let about = finding.about.map { ": " + escapedText($0) } ?? ""
            lines.append(
                "\(finding.severity.name)  \(finding.rule)  \(finding.title)\(about)  (\(node))"
            )
            let numbers = finding.evidence.map { "\($0.label) \($0.text)" }.joined(separator: ", ")
            lines.append("    \(numbers); \(finding.remedy)")
        }
        return lines
    }

    private static func summary(_ report: HealthReport) -> String {
        let nodes = Set(report.undecided.map(\.node) + report.findings.map(\.node))
        // Many checks lack the same: the reason is told once.
        let reasons = Dictionary(grouping: report.undecided, by: \.reason).map { reason, checks in
            let names = checks.map { undecided in
                let node = nodes.count > 1 ? " of \(escapedText(undecided.node.name.utf8))" : ""
                return undecided.rule + node
            }
            return "\(names.joined(separator: ", ")) (\(reason))"
        }
        let undecided = reasons.sorted().joined(separator: "; ")
        let waiting = undecided.isEmpty ? "" : "; not enough evidence for \(undecided)"
        let findings = report.findings.count
        return
            "\(findings) \(findings == 1 ? "finding" : "findings"), \(report.passed) of \(report.checks) checks passed"
            + waiting
    }
}

extension KeyRates {
    /// A key's requests per second in words, or `nil` where its rate is not known.
    func text(of key: SurveyedKey) -> String? {
        self[key].map {
            ($0.isSaturated ? "at least " : $0.isLagging ? "about " : "")
                + Figures.count($0.perSecond) + "/s"
        }
    }
}
