import CacheHealth
import CacheMetrics

// What can be done with the finding that is selected.
extension DashboardState {
    /// How long a finding stays muted, in microseconds.
    private static let muteLength: Int64 = 3_600_000_000

    private var selectedFinding: Finding? {
        guard view.focus == PaneCatalog.findingsDigit else { return nil }
        let findings = scene.findings
        let name = view.selection[view.focus]
        return findings.first { $0.rowName == name } ?? findings.first
    }

    /// Fills the screen with the pane; from a finding, with the pane that shows what it is about.
    mutating func zoom() {
        if view.isZoomed, let finding = selectedFinding {
            view.focus = RuleCatalog.topic(of: finding.rule)?.digit ?? view.focus
        }
        view.isZoomed = true
    }

    /// Goes back to when the finding began, in what is played or in the memory of the last day.
    func goToOnset() -> [Effect] {
        guard let finding = selectedFinding else { return [] }
        return [.playback(.goTo(wallMicroseconds: finding.since.wallMicroseconds))]
    }

    /// Leaves the finding out for an hour; without one to leave out, lets all come back.
    mutating func mute() {
        guard view.focus == PaneCatalog.findingsDigit else { return }
        guard let finding = selectedFinding, let now = scene.moment?.wallMicroseconds else {
            view.muted = [:]
            tell("no finding is muted any more")
            return
        }
        view.muted[finding.rowName] = now + Self.muteLength
        tell("\(finding.rule) is muted for an hour")
    }

    /// Puts the finding on the terminal's clipboard.
    mutating func copyFinding() -> [Effect] {
        guard let finding = selectedFinding else { return [] }
        tell("copied, if the terminal has a clipboard")
        return [.copy(scene.text(of: finding))]
    }
}

extension Finding {
    /// The name of its row.
    var rowName: [UInt8] { Array("\(rule) \(node.name)".utf8) }
}

extension RuleCatalog.Topic {
    /// The pane that shows it.
    fileprivate var digit: Int {
        switch self {
        case .memory: 1
        case .keys: 2
        case .expiry: 4
        case .traffic: 5
        case .nodes: 7
        }
    }
}
