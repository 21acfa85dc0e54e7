package import CacheMetrics

/// Judges nodes beat by beat and remembers which rules hold, and since when.
///
/// A rule speaks when it has held on three of the last five beats and falls silent when it has not
/// on three in a row. One that is unhurried and has not held the last five times is asked on every
/// fourth beat or so, until it holds. No memory reaches back further than the history does, so that a moment of a recording
/// is judged the same whether one watched up to it or jumped there.
package struct HealthMonitor: Sendable {
    /// What is remembered of each node.
    private var known: [NodeID: Memory] = [:]
    private let rules: [HealthRule]
    private let policy: HealthPolicy

    /// What is remembered of one node.
    private struct Memory: Sendable {
        /// Rule by rule.
        var verdicts: [Verdict]
        /// What was counted by pattern when that was last looked at, and what follows from its names.
        var table: PatternTable?
        var patterns: [JudgedPattern] = []
    }

    /// What is remembered of one rule on one node.
    fileprivate struct Verdict: Sendable {
        /// Whether the rule held on the latest beats, newest in bit 0.
        var recent: UInt8 = 0
        var since: Moment?
        var latest = Judgement.unknown("not judged yet")
        /// Whether the server is away: what held before may hold again, and is not told meanwhile.
        var isSuspended = false
        /// Beats on which the rule was asked.
        var beatsJudged = 0
        /// The numbers it last held by, kept through a beat on which it did not.
        var standing: Standing?
    }

    /// What a rule last held by.
    fileprivate struct Standing: Sendable {
        var severity: Severity
        var evidence: [Evidence]
        var about: [UInt8]?
    }

    /// A monitor that has judged nothing.
    package init(under policy: HealthPolicy = HealthPolicy()) {
        self.policy = policy
        rules = RuleCatalog.rules(under: policy)
    }

    /// Judges a node that has just had a reading.
    package mutating func judge(_ node: NodeHistory) {
        var memory =
            known.removeValue(forKey: node.node) ?? Memory(verdicts: rules.map { _ in Verdict() })
        // Names say the same as long as they are the same, which is for some beats.
        let table = node.interval?.later.survey?.patterns
        if table != memory.table {
            memory.table = table
            memory.patterns = table.map { JudgedPattern.all(of: $0, under: policy) } ?? []
        }
        var judged = JudgedNode(node, memory.patterns, policy)
        let isSet = !policy.thresholds.isEmpty
        for number in rules.indices {
            // Rates of a node that is away are not known; what held before is not news now.
            let isSuspended = node.outage != nil && rules[number].name != HealthRule.outage.name
            memory.verdicts[number].isSuspended = isSuspended
            guard !isSuspended,
                rules[number].pace == .eachBeat || memory.verdicts[number].isDue(judged, number)
            else { continue }
            let holds = memory.verdicts[number].holds(at: node.moment)
            // Part by part: a rule's words are not needed for this, and to copy them costs as much as to ask.
            judged.prepare(toAsk: rules[number].name, under: isSet ? rules[number].thresholds : [])
            memory.verdicts[number].latest = rules[number].judge(judged, holds)
            memory.verdicts[number].note(at: node.moment, patience: rules[number].patience)
        }
        known[node.node] = memory
    }

    /// Puts what holds of a node now in its rule's place, unless what is there is as bad.
    package func raise(_ worst: inout [Finding?], of node: NodeID) {
        guard let memory = known[node] else { return }
        if worst.isEmpty { worst = rules.map { _ in nil } }
        for number in rules.indices {
            guard let standing = memory.verdicts[number].told else { continue }
            if let known = worst[number], known.severity >= standing.severity { continue }
            worst[number] = memory.verdicts[number].finding(of: rules[number], on: node)
        }
    }

    /// What holds of a node now, in the order of the rules.
    private func findings(of node: NodeID) -> [Finding] {
        guard let memory = known[node] else { return [] }
        return rules.indices.compactMap {
            memory.verdicts[$0].finding(of: rules[$0], on: node)
        }
    }

    /// What holds now, worst first.
    package var findings: [Finding] {
        known.keys.flatMap { findings(of: $0) }.sorted { one, other in
            one.severity == other.severity
                ? (one.rule, one.node) < (other.rule, other.node) : one.severity > other.severity
        }
    }

    /// What holds now, worst first, what does not, and what cannot be told.
    package var report: HealthReport {
        var report = HealthReport()
        report.findings = findings
        for (node, rule, verdict) in inOrder {
            if let reason = verdict.whyUndecided {
                report.undecided.append(Undecided(rule: rule.name, node: node, reason: reason))
            } else if verdict.since == nil {
                report.passed += 1
            }
        }
        return report
    }

    /// All verdicts, by node and by the rules' names.
    private var inOrder: [(node: NodeID, rule: HealthRule, verdict: Verdict)] {
        known.sorted { $0.key < $1.key }.flatMap { node, memory in
            zip(rules, memory.verdicts).map { (node, $0, $1) }.sorted { $0.1.name < $1.1.name }
        }
    }
}

extension HealthMonitor.Verdict {
    /// Whether the rule, which has a number and is unhurried, is to be asked now.
    ///
    /// Which beats are a quiet rule's follows from their numbers alone, and is the same wherever one began
    /// to watch. Multiples of the golden ratio are two to five beats apart and meet whatever comes and
    /// goes every second or fourth beat (Weyl 1916).
    func isDue(_ node: JudgedNode, _ number: Int) -> Bool {
        if recent != 0 || since != nil || beatsJudged < 5 || node.secondsPerBeat > 1 {
            return true
        }
        let fraction = UInt64(bitPattern: node.moment.beat) &* 0x9E37_79B9_7F4A_7C15
        return fraction >> 62 == UInt64(number & 3)
    }

    /// Whether the finding stands, for its rule to ask for less before it goes.
    ///
    /// What has stood for as long as memory reaches is judged anew: nothing older than the history
    /// may decide, or one who jumped there would see something else.
    func holds(at moment: Moment) -> Bool {
        since.map { moment.beat - $0.beat < Int64(MetricHistory.length) } ?? false
    }

    /// What is told of it now, if anything.
    fileprivate var told: HealthMonitor.Standing? {
        since == nil || isSuspended ? nil : standing
    }

    fileprivate func finding(of rule: HealthRule, on node: NodeID) -> Finding? {
        guard let since, let told else { return nil }
        return rule.finding(on: node, since: since, told)
    }

    /// Why neither a finding nor a clean bill of health can be given, or `nil` if one can.
    var whyUndecided: String? {
        if isSuspended { return "the server is away" }
        guard since == nil else { return nil }
        switch latest {
        case .unknown(let reason): return reason
        case .healthy: return nil
        // It has just begun, or comes and goes: not for long enough to speak of, but no good sign.
        case .sick: return beatsJudged < 3 ? "it takes three beats to be sure" : nil
        }
    }

    fileprivate mutating func note(at moment: Moment, patience: HealthRule.Patience) {
        var beginning = moment
        switch latest {
        case .sick(let severity, let evidence, let lasting, let about):
            recent = recent << 1 | 1
            standing = .init(severity: severity, evidence: evidence, about: about)
            beginning = moment.earlier(by: lasting)
        case .healthy, .unknown: recent = recent << 1
        }
        beatsJudged += 1
        let holds =
            switch patience {
            case .none: recent & 1 == 1
            // Gone only after three beats in a row: what comes every other second must not blink.
            case .threeOfFive:
                since == nil
                    ? (recent & 0b11111).nonzeroBitCount >= 3 : recent & 0b111 != 0
            }
        since = holds ? since ?? beginning : nil
        forgetBeyondHistory(at: moment)
    }

    /// Nothing is older than the history: what began before it counts as begun with it.
    private mutating func forgetBeyondHistory(at moment: Moment) {
        let span = Int64(MetricHistory.length)
        guard let since, moment.beat - since.beat > span else { return }
        let perBeat =
            (moment.steadyMicroseconds &- since.steadyMicroseconds) / (moment.beat - since.beat)
        self.since = Moment(
            wallMicroseconds: moment.wallMicroseconds &- perBeat &* span,
            steadyMicroseconds: moment.steadyMicroseconds &- perBeat &* span,
            beat: moment.beat - span
        )
    }
}

extension Moment {
    /// The moment some time before, on both clocks; the beat stays, since it is not known.
    fileprivate func earlier(by duration: Duration) -> Moment {
        let microseconds = Int64(duration / .microseconds(1))
        var moment = self
        moment.wallMicroseconds &-= microseconds
        moment.steadyMicroseconds &-= microseconds
        return moment
    }
}

extension HealthRule {
    fileprivate func finding(
        on node: NodeID,
        since: Moment,
        _ standing: HealthMonitor.Standing
    ) -> Finding {
        Finding(
            rule: name,
            node: node,
            severity: standing.severity,
            title: title,
            about: standing.about,
            since: since,
            evidence: standing.evidence,
            condition: condition,
            effect: effect,
            remedy: remedy
        )
    }
}
