import CacheMetrics
import Painting

/// When the keys expire: how long they still have, and which of them go together.
struct ExpiryOutlook {
    private let table: PatternTable
    private let totals: KeyspaceTotals
    private let nowMilliseconds: Int64

    /// The outlook of a scene, or `nil` while no key was looked at.
    init?(_ scene: Scene) {
        guard let survey = scene.interval?.later.survey, survey.patterns.sampled > 0,
            let totals = scene.surveyedTotals, let node = scene.node
        else { return nil }
        (table, self.totals) = (survey.patterns, totals)
        nowMilliseconds = node.moment.steadyMicroseconds / 1_000
    }

    /// What expires together, soonest first.
    private var ahead: [(row: PatternTable.Row, burst: ExpiryBurst)] {
        table.rows(of: totals)
            .flatMap { row in row.pattern.bursts.map { (row, $0) } }
            .filter { $0.1.beginsMilliseconds > nowMilliseconds }
            .sorted { $0.1.beginsMilliseconds < $1.1.beginsMilliseconds }
    }

    private func secondsUntil(_ burst: ExpiryBurst) -> Double {
        (Double(burst.beginsMilliseconds) - Double(nowMilliseconds)) / 1_000
    }

    /// The same in sentences.
    var forecasts: [[Part]] { ahead.map { sentence($0.row, $0.burst) } }

    private func sentence(_ row: PatternTable.Row, _ burst: ExpiryBurst) -> [Part] {
        let share = burst.share
        let ends = [share.low, share.high].map { Figures.fixed($0 * 100, decimals: 1) }
        let expiring = row.keys.value * (row.group.expiringShare ?? 0)
        let bytes = row.bytes.map { all -> Double in
            burst.bytesSampled > 0
                ? all.value * Double(burst.bytes) / Double(burst.bytesSampled) : 0
        }
        let name = escapedText(row.template ?? [], limit: 40)
        let size = bytes.map { ", \(Figures.bytes($0))" } ?? ""
        let keys = Figures.count((expiring * share.value).rounded())
        return [
            .label("in "), .value(Figures.span(secondsUntil(burst))), .label(" "),
            .value(Figures.percent(share.value), .warning),
            .label(" [\(ends[0]), \(ends[1])] of "), .value(name), .label(" expires within "),
            .value(Figures.briefSpan(Double(burst.widthMilliseconds) / 1_000)),
            .label(", ~\(keys) keys\(size)"),
        ]
    }

    /// The soonest in a few words, for a line beside others.
    var briefForecast: [Part]? {
        ahead.first.map { row, burst in
            [
                .label("in "), .value(Figures.briefSpan(secondsUntil(burst))), .label(" "),
                .value(Figures.wholePercent(burst.share.value), .warning), .label(" of "),
                .value(escapedText(row.template ?? [], limit: 24)),
            ]
        }
    }

    /// Draws how many keys have how long to live, in three lines, and in one more as bars.
    func drawHistogram(x: Int, y: Int, width: Int, hasBars: Bool, on canvas: inout Canvas) {
        let all = table.everything
        let asked = all.expiringKeys &+ all.lasting
        let counts = all.expiring + [all.lasting]
        let names = ["<1s", "<10s", "<1m", "<10m", "<1h", "<6h", "<1d", "≥1d", "none"]
        let column = max(7, min(12, (width - 10) / names.count))
        canvas.write("TTL NOW", x: x, y: y, as: .title)
        canvas.write("keys", x: x, y: y + 1, as: .label)
        canvas.write("share", x: x, y: y + 2, as: .label)
        let population = max(totals.keys ?? 0, table.sampled)
        let shares = counts.map { PatternTable.share(of: $0, in: asked, ofPopulation: population) }
        let most = shares.map(\.value).max() ?? 0
        let widest = shares.map { ($0.high - $0.low) / 2 }.max() ?? 0
        for (index, share) in shares.enumerated() {
            let right = x + 8 + (index + 1) * column
            canvas.write(names[index], endingAt: right, y: y, as: .muted)
            let isKnown = asked > 0
            let keys = isKnown ? (share.value * Double(population)).rounded() : nil
            let guess = keys ?? 0 > 0 && widest > 0 ? "~" : ""
            canvas.write(guess + Figures.count(keys), endingAt: right, y: y + 1, as: .value)
            let percent = Figures.percent(isKnown ? share.value : nil)
            canvas.write(percent, endingAt: right, y: y + 2, as: .value)
            guard hasBars, isKnown, most > 0 else { continue }
            canvas.drawMeter(
                share.value / most,
                x: right - column + 2,
                y: y + 3,
                width: column - 2,
                in: .heat
            )
        }
        guard asked > 0, widest > 0 else { return }
        let right = x + 8 + names.count * column
        let note = "± \(Figures.fixed(widest * 100, decimals: 1)) points or less"
        guard width - right > note.count + 2 else { return }
        canvas.write(note, x: right + 2, y: y + 2, as: .muted)
    }
}
