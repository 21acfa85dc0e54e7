package import CacheMetrics

/// A node as rules see it: its history, and what several of them want worked out once.
@dynamicMemberLookup
package struct JudgedNode: Sendable {
    private let history: NodeHistory
    /// The patterns of key names, biggest first; empty while no key was met.
    let patterns: [PatternTable.Row]

    init(_ history: NodeHistory) {
        self.history = history
        if let table = history.interval?.later.sample.survey?.patterns,
            let population = history.surveyedKeys
        {
            patterns = table.rows(ofPopulation: population)
        } else {
            patterns = []
        }
    }

    /// Whatever the history has.
    package subscript<Value>(dynamicMember path: KeyPath<NodeHistory, Value>) -> Value {
        history[keyPath: path]
    }

    /// The server's latest report, or `nil` before the first.
    var info: InfoReport? { history.interval?.info }

    /// What the walk over the keys has found so far.
    var survey: KeySurvey? { history.interval?.later.sample.survey }

    /// A key's part of all traffic, or `nil` if its rate is only a lagging guess.
    func share(of key: SurveyedKey) -> Double? { history.share(of: key) }

    /// The least part of all traffic that a key has for sure, where that can be told.
    func leastShare(of key: SurveyedKey) -> Double? { history.leastShare(of: key) }
}

extension InfoReport {
    /// Whether the server follows another.
    var isReplica: Bool { self[.role] == Array("slave".utf8) }
}
