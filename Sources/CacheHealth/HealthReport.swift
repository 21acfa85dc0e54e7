/// All findings of a moment, worst first.
package struct HealthReport: Sendable, Equatable {
    /// What is wrong.
    package var findings: [Finding] = []
    /// How many checks found nothing wrong.
    package var passed = 0
    /// Checks that had not enough to go by, and why.
    package var undecided: [Undecided] = []

    /// A report before anything was judged.
    package init() {}

    /// 100 when nothing is wrong, less for each finding by its severity, never under 0; `nil` while most
    /// checks have not enough to go by, or nobody asks the server anything, and nothing is known to be wrong
    /// but that a server is away.
    ///
    /// A server without traffic passes half of the checks in the end, and must not look healthy for that.
    package var score: Int? {
        let isKnownToBeSick = findings.contains {
            $0.rule != HealthRule.outage.name && $0.severity > .info
        }
        guard isKnownToBeSick || isJudged else { return nil }
        return max(0, 100 - findings.reduce(0) { $0 + $1.severity.weight })
    }

    /// Whether most checks could be made, of the nodes that are not away.
    private var isJudged: Bool {
        let away = Set(findings.filter { $0.rule == HealthRule.outage.name }.map(\.node))
        let undecided = undecided.filter { !away.contains($0.node) }
        let made = passed + findings.count - away.count
        guard made > 0, made >= undecided.count else { return false }
        let byNode = Dictionary(grouping: undecided, by: \.node)
        return byNode.isEmpty
            || byNode.values.contains { !Self.ofTraffic.isSubset(of: $0.map(\.rule)) }
    }

    /// Checks of what clients ask and are answered: where none of them can be made nobody asks anything.
    private static let ofTraffic: Set = [
        HealthRule.hitRate.name, HealthRule.hotKey.name, HealthRule.errorReplies.name,
    ]

    /// How many checks there were.
    package var checks: Int { passed + findings.count + undecided.count }

    /// The severity of the worst finding, or `nil` without one.
    package var worst: Severity? { findings.map(\.severity).max() }

    /// How many findings are of a severity.
    package func count(of severity: Severity) -> Int {
        findings.count { $0.severity == severity }
    }
}
