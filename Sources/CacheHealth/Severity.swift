/// How urgent a finding is.
package enum Severity: Int, Sendable, Comparable, CaseIterable {
    /// Good to know.
    case info
    /// Look soon.
    case warning
    /// Look now.
    case critical

    package static func < (one: Severity, other: Severity) -> Bool { one.rawValue < other.rawValue }

    /// The word for it, as in JSON.
    package var name: String {
        switch self {
        case .info: "info"
        case .warning: "warning"
        case .critical: "critical"
        }
    }

    /// How much a finding takes off the score of 100.
    package var weight: Int {
        switch self {
        case .info: 2
        case .warning: 8
        case .critical: 22
        }
    }
}
