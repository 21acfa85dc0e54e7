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

    /// 100 when nothing is wrong, less for each finding by its severity, never under 0; `nil` while
    /// no check has been decided, or nothing but that a server is away.
    package var score: Int? {
        guard passed > 0 || findings.contains(where: { $0.rule != HealthRule.outage.name }) else {
            return nil
        }
        return max(0, 100 - findings.reduce(0) { $0 + $1.severity.weight })
    }

    /// The severity of the worst finding, or `nil` without one.
    package var worst: Severity? { findings.map(\.severity).max() }

    /// How many findings are of a severity.
    package func count(of severity: Severity) -> Int {
        findings.count { $0.severity == severity }
    }
}
