package import CacheMetrics

/// A node as rules see it: its history, what several of them want worked out once, and what the
/// operator has set.
@dynamicMemberLookup
package struct JudgedNode: Sendable {
    /// In an array of one: to look at a part of it, none of the rest is copied.
    private let held: [NodeHistory]
    /// All patterns of key names, also those the rule being asked is not to speak of.
    private let allPatterns: [JudgedPattern]
    /// What the server says of all keys of the scanned database.
    let totals: KeyspaceTotals?
    private let policy: HealthPolicy
    /// The time from one beat to the next.
    let secondsPerBeat: Double
    /// When the newest reading came.
    let moment: Moment
    /// The beat of the latest start of the server that is known.
    let restart: Int64?
    /// The rule being asked, and its thresholds.
    private var asked = (name: "", thresholds: [Threshold]())

    init(_ history: NodeHistory, _ patterns: [JudgedPattern], _ policy: HealthPolicy) {
        (held, self.policy) = ([history], policy)
        totals = history.surveyedTotals
        allPatterns = totals == nil ? [] : patterns
        secondsPerBeat = history.secondsPerBeat
        moment = history.moment
        restart = history.marks.last { $0.isRestart }?.beat
    }

    /// Puts a rule in the place of the one that was asked before, with thresholds that may be set anew.
    mutating func prepare(toAsk rule: String, under thresholds: [Threshold]) {
        asked = (rule, thresholds)
    }

    /// Whatever the history has.
    package subscript<Value>(dynamicMember path: KeyPath<NodeHistory, Value>) -> Value {
        held[0][keyPath: path]
    }

    /// The metrics of the last hour.
    var metrics: MetricHistory { held[0].metrics }

    /// The newest good sample with its predecessor.
    var interval: Interval? { held[0].interval }

    /// The server's latest report, or `nil` before the first.
    var info: InfoReport? { held[0].interval?.info }

    /// What scanning the keys has found so far.
    var survey: KeySurvey? { held[0].interval?.later.survey }

    /// A key's part of all traffic, or `nil` if its rate is only a lagging guess.
    func share(of key: SurveyedKey) -> Double? { held[0].share(of: key) }

    /// The least part of all traffic that a key has for sure, where that can be told.
    func leastShare(of key: SurveyedKey) -> Double? { held[0].leastShare(of: key) }
}

// Thresholds.
extension JudgedNode {
    /// The number in force of a threshold of the rule being asked: what it takes to speak, or to go on.
    subscript(_ threshold: Threshold, _ holds: Bool = false) -> Double {
        var inForce = threshold
        if !policy.thresholds.isEmpty {
            inForce = asked.thresholds.first { $0.name == threshold.name } ?? threshold
        }
        return holds ? inForce.until : inForce.value
    }

    /// The same for keys of a name, for which it may be set apart.
    subscript(_ threshold: Threshold, _ holds: Bool = false, of traits: KeyTraits) -> Double {
        guard let number = traits.number(threshold.name, of: asked.name) else {
            return self[threshold, holds]
        }
        let own = threshold.set(to: number)
        return holds ? own.until : own.value
    }

    /// What is known of a key by its name, or `nil` if the rule being asked is not to speak of it.
    func traits(of key: [UInt8]) -> KeyTraits? {
        let traits = KeyTraits(of: key, under: policy)
        return traits.silences(asked.name) ? nil : traits
    }
}

// Patterns.
extension JudgedNode {
    /// Whether any key was looked at.
    var hasPatterns: Bool { !allPatterns.isEmpty }

    /// The patterns of key names that the rule being asked may speak of; empty while no key was met.
    var patterns: [JudgedPattern] {
        guard !policy.patterns.isEmpty else { return allPatterns }
        return allPatterns.filter { !$0.traits.silences(asked.name) }
    }

    /// A pattern with what is estimated of its keys.
    func row(of pattern: JudgedPattern) -> PatternTable.Row {
        let (table, totals) = (
            survey?.patterns ?? PatternTable(), totals ?? KeyspaceTotals(keys: nil)
        )
        let row = table.row(pattern.template, pattern.pattern, of: totals)
        // Which hashes have TTLs of their fields follows from all patterns together.
        guard totals.hashesWithFieldTTLs > 0 else { return row }
        return table.rows(of: totals).first { $0.template == pattern.template } ?? row
    }

    /// The rate of a hot key, or `nil` where it is not known.
    func rate(of key: SurveyedKey) -> KeyRate? { held[0].hotRates[key] }

    /// Of some patterns the one whose keys take most.
    func biggest(of patterns: [JudgedPattern]) -> JudgedPattern? {
        guard patterns.count > 1 else { return patterns.first }
        var (found, most) = (patterns.first, (-1.0, -1.0))
        for pattern in patterns {
            let row = row(of: pattern)
            let size = (row.bytes?.value ?? row.group.bytesSeen, row.keys.value)
            if size > most { (found, most) = (pattern, size) }
        }
        return found
    }
}

extension InfoReport {
    /// Whether the server follows another.
    var isReplica: Bool { self[.role] == Array("slave".utf8) }
}
