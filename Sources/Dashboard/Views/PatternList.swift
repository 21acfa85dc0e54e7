import CacheMetrics
import Painting

/// The patterns of the keys, biggest first: how many keys, how many bytes, and how sure that is.
struct PatternList {
    /// Those that pass the filter.
    private let list: RowList<PatternTable.Row>
    private var rows: [PatternTable.Row] { list.rows }
    private let top: PatternTable.Row?
    /// All bytes that keys take: by the server's ledger, or else as estimated.
    private let allBytes: Double?
    private let remainder: Double?
    /// Which keys the figures are of.
    private let extent: String
    /// The database that is walked over, where there are others.
    private let database: Int64?
    /// The replica that is walked over, if it is not the server itself.
    private let replica: [UInt8]?
    /// The bursts in which the keys were heard, where clients are listened to.
    private let window: TrafficWindow?

    /// The patterns of a scene, or `nil` while there are none.
    init?(_ scene: Scene) {
        guard let sample = scene.interval?.later.sample, let totals = scene.surveyedTotals,
            let table = sample.survey?.patterns, table.sampled > 0
        else { return nil }
        let ledger = totals.ledger
        let all = table.rows(of: totals)
        top = all.first
        list = RowList(all, of: 1, in: scene) { $0.template ?? Array("(no pattern)".utf8) }
        database = sample.info.databases.count > 1 ? sample.survey?.database : nil
        replica = sample.survey?.replica
        window = sample.survey?.method.window
        extent = Self.extent(table, totals)
        let hasRefusals = table.everything.refused > 0
        remainder =
            hasRefusals
            ? nil
            : ledger.flatMap { ledger in
                totals.keys.flatMap { table.remainder(ofLedger: ledger, population: $0) }
            }
        allBytes =
            (hasRefusals ? nil : ledger.map(table.bytes(ofLedger:)))
            ?? table.total(of: totals).bytes?.value
    }

    /// The pattern that takes most bytes, in a few words, or `nil` if that is not known.
    var biggest: (template: [UInt8], share: String)? {
        guard let row = top, let template = row.template else { return nil }
        return (template, share(row) + (row.bytes == nil ? "" : " " + row.bytesErrorText))
    }

    /// Which keys the figures are of, and how sure they are.
    private static func extent(_ table: PatternTable, _ totals: KeyspaceTotals) -> String {
        let refused = table.everything.refused
        let whose = refused > 0 ? " this user may see" : ""
        guard let coverage = totals.coverage(of: table.sampled) else {
            return "\(Figures.count(Double(table.sampled))) keys scanned, total unknown"
        }
        return coverage > 0.98
            ? "every key\(whose)" : "\(Figures.percent(coverage)) of the keys\(whose), ± 95 %"
    }

    /// How many of them the filter left.
    func filterNote(_ scene: Scene) -> [Part] { list.filterNote(scene) }

    /// A pattern's part of all bytes; at least so much where too few of its keys were seen to say.
    private func share(_ row: PatternTable.Row) -> String {
        guard let allBytes, allBytes > 0 else { return Figures.unknown }
        let bytes = row.bytes?.value ?? row.group.bytesSeen
        return (row.bytes == nil ? "≥" : "") + Figures.percent(min(1, bytes / allBytes))
    }

    /// Lines that all of it takes.
    var height: Int { rows.count + 1 + (remainder == nil ? 0 : 1) }

    /// Draws a heading and as many patterns as there are lines for.
    func draw(x: Int, y: Int, width: Int, height: Int, on canvas: inout Canvas) {
        guard height > 1 else { return }
        let columns = columns(width)
        canvas.write("BYTES BY PATTERN", x: x, y: y, as: .title)
        let place = replica.map { "on \(escapedText($0, limit: 24)): " } ?? ""
        let seen = place + (database.map { "of db\($0): " } ?? "")
        let headings = columns.reduce(0) { $0 + $1.width }
        let room = width - headings - 18
        if room >= 8 {
            canvas.write(
                cells(of: (seen + extent).utf8, columns: room, as: .muted, glyphs: canvas.glyphs),
                x: x + 17,
                y: y
            )
        }
        write(columns.map { ($0.heading, $0.width) }, as: .muted, x: x, y: y, width: width, &canvas)
        let hasRest = remainder != nil && height > 3
        let shown = rows.prefix(height - (hasRest ? 2 : 1))
        for (line, row) in shown.enumerated() {
            draw(row, columns, x: x, y: y + 1 + line, width: width, on: &canvas)
        }
        guard hasRest, let remainder, let allBytes else { return }
        let share = min(1, remainder / max(1, allBytes))
        let text =
            "\(Figures.bytes(remainder)), \(Figures.percent(share)) of it all, is in keys not sampled yet"
        canvas.write("+ " + text, x: x, y: y + 1 + shown.count, as: .warning)
    }

    private func draw(
        _ row: PatternTable.Row,
        _ columns: [Column],
        x: Int,
        y: Int,
        width: Int,
        on canvas: inout Canvas
    ) {
        let room = width - columns.reduce(0) { $0 + $1.width } - 1
        canvas.write(
            nameCells(
                of: row.template ?? Array("(no pattern)".utf8),
                columns: max(4, room),
                as: row.template == nil ? .muted : .text,
                glyphs: canvas.glyphs
            ),
            x: x,
            y: y
        )
        write(
            columns.map { (text($0, row), $0.width) },
            as: .value,
            x: x,
            y: y,
            width: width,
            &canvas
        )
    }

    /// Writes words right-aligned in columns that end at the right.
    private func write(
        _ words: [(text: String, width: Int)],
        as role: Role,
        x: Int,
        y: Int,
        width: Int,
        _ canvas: inout Canvas
    ) {
        var right = x + width
        for (text, column) in words.reversed() {
            canvas.write(text, endingAt: right, y: y, as: role)
            right -= column
        }
    }

    private enum Column {
        case keys, keysError, bytes, bytesError, share, type, lasting, median, reads, writes

        var heading: String {
            switch self {
            case .keys: "KEYS"
            case .keysError, .bytesError: "±"
            case .bytes: "BYTES"
            case .share: "SHARE"
            case .type: "TYPE"
            case .lasting: "NO TTL"
            case .median: "TTL"
            case .reads: "READ/S"
            case .writes: "WRITE/S"
            }
        }

        var width: Int {
            switch self {
            case .median: 6
            case .type, .bytes, .keysError, .bytesError, .reads, .writes: 8
            case .keys, .share, .lasting: 7
            }
        }
    }

    private func columns(_ width: Int) -> [Column] {
        guard width >= 100 else { return [.keys, .bytes, .bytesError, .share, .lasting] }
        let all: [Column] = [
            .keys, .keysError, .bytes, .bytesError, .share, .type, .lasting, .median,
        ]
        return all + (window == nil ? [] : [.reads, .writes])
    }

    /// How often a second keys of a pattern were named, as the bursts have it; `≥` for changes, of
    /// which several may be told as one.
    private func rate(_ traffic: KeyTraffic?, _ row: PatternTable.Row) -> String {
        guard let window, row.pattern.traffic != nil else { return Figures.unknown }
        guard let rate = traffic.flatMap(window.rate) else { return Figures.unknown }
        return (row.pattern.traffic?.reads == nil ? "≥" : "") + Figures.count(rate.perSecond)
    }

    private func text(_ column: Column, _ row: PatternTable.Row) -> String {
        switch column {
        case .keys: row.keysText
        case .keysError: row.keys.errorText
        case .bytes: row.bytesText
        case .bytesError: row.bytesErrorText
        case .share: share(row)
        case .type: row.group.commonType?.name ?? Figures.unknown
        case .lasting: row.lastingText
        case .median: Figures.briefSpan(row.pattern.medianSeconds)
        case .reads: rate(row.pattern.traffic?.reads, row)
        case .writes: rate(row.pattern.traffic?.writes, row)
        }
    }
}
