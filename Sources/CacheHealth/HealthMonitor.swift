package import CacheMetrics

/// Judges nodes beat by beat and remembers which rules hold, and since when.
///
/// A rule speaks when it has held on three of the last five beats and falls silent when it has not
/// on three. No memory reaches back further than the history does, so that a moment of a recording
/// is judged the same whether one watched up to it or jumped there.
package struct HealthMonitor: Sendable {
    /// What is remembered of each node, rule by rule.
    private var verdicts: [NodeID: [Verdict]] = [:]
    private let rules: [HealthRule]

    /// What is remembered of one rule on one node.
    fileprivate struct Verdict: Sendable {
        /// Whether the rule held on the latest beats, newest in bit 0.
        var recent: UInt8 = 0
        var since: Moment?
        var latest = Judgement.unknown("not judged yet")
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
    package init(rules: [HealthRule] = RuleCatalog.all) {
        self.rules = rules
    }

    /// Judges a node that has just had a reading.
    package mutating func judge(_ node: NodeHistory) {
        var known = verdicts.removeValue(forKey: node.node) ?? rules.map { _ in Verdict() }
        let judged = JudgedNode(node)
        for (number, rule) in rules.enumerated() {
            // Rates of a node that is away are not known; what held before is not news now.
            if node.outage != nil, rule.name != HealthRule.outage.name {
                known[number] = Verdict()
                known[number].latest = .unknown("the server is away")
            } else {
                known[number].latest = rule.judge(judged, known[number].since != nil)
            }
            known[number].note(at: node.moment, patience: rule.patience)
        }
        verdicts[node.node] = known
    }

    /// What holds now, worst first.
    package var findings: [Finding] {
        let found = verdicts.flatMap { node, known in
            zip(rules, known).compactMap { rule, verdict -> Finding? in
                guard let since = verdict.since, let standing = verdict.standing else { return nil }
                return rule.finding(on: node, since: since, standing)
            }
        }
        return found.sorted { one, other in
            one.severity == other.severity
                ? (one.rule, one.node) < (other.rule, other.node) : one.severity > other.severity
        }
    }

    /// What holds now, worst first, what does not, and what cannot be told.
    package var report: HealthReport {
        var report = HealthReport()
        report.findings = findings
        for (node, rule, verdict) in inOrder where verdict.since == nil || verdict.standing == nil {
            if case .unknown(let reason) = verdict.latest {
                report.undecided.append(Undecided(rule: rule.name, node: node, reason: reason))
            } else {
                report.passed += 1
            }
        }
        return report
    }

    /// All verdicts, by node and by the rules' names.
    private var inOrder: [(node: NodeID, rule: HealthRule, verdict: Verdict)] {
        verdicts.sorted { $0.key < $1.key }.flatMap { node, known in
            zip(rules, known).map { (node, $0, $1) }.sorted { $0.1.name < $1.1.name }
        }
    }
}

extension HealthMonitor.Verdict {
    fileprivate mutating func note(at moment: Moment, patience: HealthRule.Patience) {
        var beginning = moment
        switch latest {
        case .sick(let severity, let evidence, let lasting, let about):
            recent = recent << 1 | 1
            standing = .init(severity: severity, evidence: evidence, about: about)
            beginning = moment.earlier(by: lasting)
        case .healthy: recent = recent << 1
        case .unknown: recent = 0
        }
        let held = (recent & 0b11111).nonzeroBitCount
        let holds =
            switch patience {
            case .none: recent & 1 == 1
            case .threeOfFive: held >= 3
            }
        since = holds ? since ?? beginning : nil
        forgetBeyondHistory(at: moment)
    }

    /// Nothing is older than the history: what began before it counts as begun with it.
    private mutating func forgetBeyondHistory(at moment: Moment) {
        let span = Int64(MetricHistory.length)
        guard let since, moment.beat - since.beat > span else { return }
        let perBeat =
            (moment.steadyMicroseconds - since.steadyMicroseconds) / (moment.beat - since.beat)
        self.since = Moment(
            wallMicroseconds: moment.wallMicroseconds - perBeat * span,
            steadyMicroseconds: moment.steadyMicroseconds - perBeat * span,
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
            effect: effect,
            remedy: remedy
        )
    }
}
