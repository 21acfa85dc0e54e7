package import CacheMetrics
import Painting

/// Keys in rows: the key on the left, what is known of it on the right.
struct SurveyTable {
    /// What can be shown of a key.
    enum Column {
        case rate, error, share, idle, size, type, encoding, timeToLive
        /// How the rank changed in a minute, and the bytes a second that the key's requests move.
        case move, stake
    }

    let columns: [Column]
    /// How the keys' ranks changed, for those that want it shown.
    var moves: [[UInt8]: String] = [:]

    /// The width of the table when keys get so many columns.
    func width(forKeysOf columns: Int) -> Int {
        self.columns.reduce(columns + 1) { $0 + $1.width }
    }

    /// Draws one row for each key; the key gets what room the columns leave.
    func draw(
        _ keys: [SurveyedKey],
        _ scene: Scene,
        x: Int,
        y: Int,
        width: Int,
        on canvas: inout Canvas
    ) {
        for (row, key) in keys.enumerated() {
            draw(key, scene, x: x, y: y + row, width: width, on: &canvas)
        }
    }

    /// Draws the names of the columns; by which they are sorted is `nil` for the key.
    func drawHeading(
        x: Int,
        y: Int,
        width: Int,
        sortedBy sorted: (column: Column?, mark: String),
        on canvas: inout Canvas
    ) {
        var right = x + width
        for column in columns.reversed() {
            let mark = column == sorted.column ? sorted.mark : ""
            canvas.write(column.heading + mark, endingAt: right, y: y, as: .muted)
            right -= column.width
        }
        let mark = sorted.column == nil ? sorted.mark : ""
        canvas.write("KEY" + mark, x: x, y: y, as: .muted)
    }

    private func draw(
        _ key: SurveyedKey,
        _ scene: Scene,
        x: Int,
        y: Int,
        width: Int,
        on canvas: inout Canvas
    ) {
        let room = width - columns.reduce(0) { $0 + $1.width } - 1
        canvas.write(
            nameCells(of: key.name.identity, columns: max(4, room), glyphs: canvas.glyphs),
            x: x,
            y: y
        )
        var right = x + width
        for column in columns.reversed() {
            canvas.fill(" ", from: right - column.width, upTo: right, y: y, as: .text)
            canvas.write(text(column, of: key, scene), endingAt: right, y: y, as: .value)
            right -= column.width
        }
    }

    private func text(_ column: Column, of key: SurveyedKey, _ scene: Scene) -> String {
        switch column {
        case .rate: scene.rateText(of: key)
        case .error: scene.rateErrorText(of: key)
        case .move: moves[key.name.identity] ?? Figures.unknown
        case .stake: scene.stakeText(of: key)
        case .share: scene.shareText(of: key)
        case .idle: key.idleSeconds.map { Figures.briefSpan(Double($0)) } ?? Figures.unknown
        case .size: key.sizeText
        case .type: key.type.map { escapedText($0, limit: 7) } ?? Figures.unknown
        case .encoding: key.encoding.map { KeyEncoding($0).name } ?? Figures.unknown
        case .timeToLive: key.timeToLiveText
        }
    }
}

extension SurveyTable.Column {
    fileprivate var heading: String {
        switch self {
        case .rate: "OPS/S"
        case .error: "±"
        case .move: "Δ1m"
        case .stake: "BYTES/S"
        case .share: "%"
        case .idle: "IDLE"
        case .size: "SIZE"
        case .type: "TYPE"
        case .encoding: "ENCODING"
        case .timeToLive: "TTL"
        }
    }

    fileprivate var width: Int {
        switch self {
        case .rate: 9
        case .error: 8
        case .move: 5
        case .stake: 9
        case .share: 6
        case .idle: 6
        case .size: 7
        case .type: 8
        case .encoding: 11
        case .timeToLive: 6
        }
    }
}

extension SurveyedKey {
    /// What the key takes; with a `!` where the server reported what cannot be.
    package var sizeText: String {
        if let bytes = implausibleBytes { return "!" + Figures.bytes(Double(bytes)) }
        return Figures.bytes(memoryBytes.map { Double($0) })
    }

    /// How long the key still lives: `∞` if it does not expire, "–" if that is not known.
    fileprivate var timeToLiveText: String {
        guard let milliseconds = timeToLiveMilliseconds else { return Figures.unknown }
        if milliseconds == -1 { return "∞" }
        return milliseconds < 0 ? Figures.unknown : Figures.briefSpan(Double(milliseconds) / 1_000)
    }
}

extension Scene {
    /// Requests per second for a key: `≥` where more cannot be told from less, `~` where it lags or assumes
    /// that requests come at random.
    func rateText(of key: SurveyedKey) -> String {
        guard let rate = node?.hotRates[key] else {
            return Figures.unknown
        }
        let guess = rate.isLagging || rate.assumesChance ? "~" : ""
        return guess + (rate.isSaturated ? "≥" : "") + Figures.count(rate.perSecond)
    }

    /// Half of the interval of a key's rate as a share of it, or `?` where there is none.
    func rateErrorText(of key: SurveyedKey) -> String {
        guard let rate = node?.hotRates[key] else {
            return Figures.unknown
        }
        guard let range = rate.interval, rate.perSecond > 0 else { return "?" }
        return "±"
            + Figures.wholePercent((range.upperBound - range.lowerBound) / 2 / rate.perSecond)
    }

    /// How the ranks of hot keys, which are given hottest first, changed in a minute.
    func rankMoves(of keys: [SurveyedKey]) -> [[UInt8]: String] {
        guard let node, let before = node.hotKeys.table(beats(60), before: node.moment.beat) else {
            return [:]
        }
        let moves = keys.enumerated().map { now, key -> ([UInt8], String) in
            let name = key.name.identity
            guard let old = before[name] else { return (name, "NEW") }
            let rank = before.values.count { $0 > old }
            let move = rank == now ? "=" : rank > now ? "▲\(rank - now)" : "▼\(now - rank)"
            return (name, move)
        }
        return Dictionary(moves) { first, _ in first }
    }

    /// The bytes a second that a key's requests move at most: if each took all of it.
    func stakeText(of key: SurveyedKey) -> String {
        let survey = interval?.later.survey
        if case .tracked(let window)? = survey?.method {
            return Figures.bytes(key.tracked.flatMap(window.bytesPerSecond))
        }
        guard let rate = node?.hotRates[key], let bytes = key.memoryBytes
        else { return Figures.unknown }
        return "≤" + Figures.bytes(rate.perSecond * Double(bytes))
    }

    /// A key's part of all traffic, in percent without the sign; `≥` as its rate has it.
    func shareText(of key: SurveyedKey) -> String {
        guard let share = keyShare(of: key) else { return Figures.unknown }
        let isSaturated = node?.hotRates[key]?.isSaturated ?? false
        return (isSaturated ? "≥" : "") + Figures.percent(share).dropLast()
    }

    /// A key's part of all traffic, or `nil` if its rate is only a lagging guess.
    package func keyShare(of key: SurveyedKey) -> Double? {
        node?.share(of: key)
    }

    /// Why there are no keys to show.
    var surveyAbsence: String {
        guard let sample = interval?.later.sample else { return "collecting…" }
        guard let survey = sample.survey else { return "key sampling is off (--sample-budget 0)" }
        let needed = [
            "+scan", "+memory|usage", "+object|freq", "+object|idletime", "+object|encoding", "~*",
        ]
        if let refusal = sample.refusals.first(where: { needed.contains($0.accessRule) }) {
            return refusal.sentence
        }
        if survey.obstacle == .moved {
            return "cannot be sampled: the node answers MOVED for every key"
        }
        if surveyedTotals?.keys == 0 { return "no keys" }
        guard survey.keysSeen > 0 else { return "collecting…" }
        guard survey.method != .unknown else {
            let policy = sample.info[.maxmemoryPolicy].map { escapedText($0, limit: 24) }
            return "policy \(policy ?? Figures.unknown) does not record reads"
        }
        return "none in use, \(probedText)"
    }

    /// How many keys' use was probed, of how many there are.
    var probedText: String {
        guard let survey = interval?.later.survey else { return Figures.unknown }
        let probed = Figures.count(Double(survey.probedKeys))
        guard let keys = surveyedTotals?.keys else { return "\(probed) keys probed" }
        return
            "\(survey.probedKeys >= keys ? "all" : probed) of \(Figures.count(Double(keys))) keys probed"
    }
}
