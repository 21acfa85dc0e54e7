/// What is known of one node: how it is now and how it has been for the last hour.
///
/// Built by folding readings in one at a time, and by nothing else. Everything in it forgets what
/// is older than `MetricHistory.length` beats, so folding that much of a recording gives the same
/// history as folding all of it: that is what makes jumping about in a recording exact.
package struct NodeHistory: Sendable {
    /// Who it is.
    package let node: NodeID
    /// The newest good sample with its predecessor, kept through an outage.
    package private(set) var interval: Interval?
    /// The outage under way, if any.
    package private(set) var outage: Outage?
    /// When the newest reading came, good or not.
    package private(set) var moment: Moment
    /// The metrics of the last hour.
    package private(set) var metrics = MetricHistory()
    /// The time from one beat to the next, in seconds, to a tenth.
    package private(set) var secondsPerBeat = 1.0
    /// When the beats began to be counted.
    private var beatsBegan: Moment
    /// What happened when, oldest first.
    package private(set) var marks: [Mark] = []
    /// Calls a second by command.
    package private(set) var commands = Traces(capacity: shortTrace)
    /// Rates of hot keys, requests a second.
    package private(set) var hotKeys = Traces(capacity: shortTrace)
    /// Rates of the hottest keys of the latest survey.
    package private(set) var hotRates = KeyRates.none
    /// Bytes of the biggest keys.
    package private(set) var bigKeys = Traces(capacity: 121)
    /// What the groups of streams still have to do, by stream and group.
    package private(set) var streams = Traces(capacity: 121)
    /// When bursts of expiries were going to begin, in seconds, by template and their order.
    package private(set) var bursts = Traces(capacity: 31)
    /// Who was connected when that was asked last, and when that was.
    package private(set) var clients: (report: ClientReport, moment: Moment)?
    /// What protected the server when that was asked last, and when that was.
    package private(set) var protection: (facts: Protection, moment: Moment)?
    /// The application's counters as they were read last, and before that, by their names.
    package private(set) var counters: [String: (before: CounterRead?, latest: CounterRead)] = [:]

    /// A pair of counters, and when it was read.
    package typealias CounterRead = (pair: CounterPair, moment: Moment)

    /// Scores and ranks by board.
    package private(set) var boards: [[UInt8]: BoardHistory] = [:]

    /// Beats a short trace reaches back: the minute that sparklines show, and the one before it.
    static let shortTrace = 61

    init(_ reading: Reading) {
        node = reading.node
        moment = reading.moment
        beatsBegan = reading.moment
        fold(reading)
    }

    /// Takes in the next reading of this node.
    mutating func fold(_ reading: Reading) {
        if reading.moment.beat < moment.beat { forget(since: reading.moment) }
        moment = reading.moment
        let beats = moment.beat &- beatsBegan.beat
        if beats > 0 {
            let each = moment.elapsed(since: beatsBegan).seconds / Double(beats)
            secondsPerBeat = min(3_600, max(0.1, (each * 10).rounded() / 10))
        }
        switch reading.content {
        case .sample(let sample): fold(sample)
        case .outage(let outage): fold(outage)
        }
        let horizon = moment.beat - Int64(MetricHistory.length)
        marks.removeAll { $0.beat < horizon }
        if let known = clients, known.moment.beat < horizon { clients = nil }
        if let known = protection, known.moment.beat < horizon { protection = nil }
    }

    /// Begins anew: a recording that was continued counts its beats from the beginning again.
    private mutating func forget(since moment: Moment) {
        beatsBegan = moment
        (metrics, marks, clients) = (MetricHistory(), [], nil)
        protection = nil
        commands = Traces(capacity: Self.shortTrace)
        hotKeys = Traces(capacity: Self.shortTrace)
        (bigKeys, streams) = (Traces(capacity: 121), Traces(capacity: 121))
        bursts = Traces(capacity: 31)
        (boards, counters) = ([:], [:])
    }

    private mutating func fold(_ sample: Sample) {
        let later = Interval.Observation(moment: moment, sample: sample)
        let comparison = Interval(after: interval, to: later)
        note(comparison.discontinuity)
        // Nothing is known of the gap an outage left, so its two ends have no rate between them.
        let now = outage == nil ? comparison : Interval(after: nil, to: later)
        interval = now
        outage = nil
        metrics.append(now, beat: moment.beat)
        let calls = now.activity.lazy.map { (name: $0.name, value: $0.callsPerSecond) }
        commands.append(inOrder: calls, beat: moment.beat)
        // A server that began anew has other connections.
        if now.discontinuity == .restart { (clients, protection) = (nil, nil) }
        if let report = sample.clients { clients = (report, moment) }
        if let facts = sample.protection { protection = (facts, moment) }
        if now.discontinuity == .restart { counters = [:] }
        for pair in sample.counters ?? [] where pair.isFresh {
            counters[pair.name] = (counters[pair.name]?.latest, (pair, moment))
        }
        foldSurvey(sample.survey)
        for board in sample.boards ?? [] {
            boards[board.key, default: BoardHistory()].fold(board, beat: moment.beat)
        }
    }

    private mutating func foldSurvey(_ survey: KeySurvey?) {
        guard let survey else { return }
        hotRates = KeyRates(of: survey)
        let rates = survey.hottest.compactMap { key in
            hotRates[key].map { (key.name.identity, $0.perSecond) }
        }
        hotKeys.append(Dictionary(rates) { one, _ in one }, beat: moment.beat)
        let sizes = survey.biggest.compactMap { key in
            key.memoryBytes.map { (key.name.identity, Double($0)) }
        }
        // Growth is told by minutes: a faster beat must not make them shorter.
        let spacing = max(1, Int64((1 / secondsPerBeat).rounded()))
        bigKeys.append(Dictionary(sizes) { one, _ in one }, beat: moment.beat, spacing: spacing)
        bursts.append(
            survey.burstsAhead,
            beat: moment.beat,
            spacing: max(1, Int64((5 / secondsPerBeat).rounded()))
        )
        guard !survey.streams.isEmpty else { return }
        streams.append(survey.entriesWaiting, beat: moment.beat, spacing: spacing)
    }

    private mutating func fold(_ outage: Outage) {
        if self.outage == nil, interval != nil { marks.append(Mark(kind: .outage, moment: moment)) }
        self.outage = outage
    }

    /// Marks what happened to the counters; an outage that has just ended has its mark already.
    private mutating func note(_ discontinuity: Discontinuity?) {
        guard let discontinuity else { return }
        if outage != nil, let last = marks.indices.last, marks[last].kind == .outage {
            marks[last].aftermath = discontinuity
        } else {
            marks.append(Mark(kind: .discontinuity(discontinuity), moment: moment))
        }
    }
}

extension NodeHistory {
    /// The latest value of a metric, or `nil` if that is five beats old: a number that may long be
    /// another is not how the node is.
    package func current(_ metric: Metric) -> Double? {
        let lasted = Double(outage?.lastedMicroseconds ?? 0) / 1e6
        return lasted > 5 * secondsPerBeat ? nil : metrics.latest(metric)
    }
}

extension KeySurvey {
    /// When bursts of expiries begin, in seconds.
    fileprivate var burstsAhead: [[UInt8]: Double] {
        let begins = patterns.patterns.flatMap { pattern in
            pattern.bursts.enumerated().map { place, burst in
                (
                    ExpiryBurst.trace(of: pattern.template, place),
                    Double(burst.beginsMilliseconds) / 1_000
                )
            }
        }
        return Dictionary(begins) { one, _ in one }
    }

    /// What the groups of streams still have to do.
    fileprivate var entriesWaiting: [[UInt8]: Double] {
        let waiting = streams.flatMap { stream in
            (stream.groups ?? []).map { (stream.trace(of: $0), Double($0.waiting)) }
        }
        return Dictionary(waiting) { one, _ in one }
    }
}
