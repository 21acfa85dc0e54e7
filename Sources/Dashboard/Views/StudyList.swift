import CacheMetrics
import Painting

/// What names and values say beside their number and size: versions that are behind, tags whose keys
/// are gone, values that would pack well, keys that are hardly more than their names.
struct StudyList {
    private let lines: [Line]

    private struct Line {
        var topic: String
        var template: [UInt8]
        var parts: [Part]
        /// What it weighs against the others of its topic.
        var weight: Double
    }

    /// Lines about one topic that are worth their place.
    private static let mostPerTopic = 2

    /// The lines of a scene; none while nothing is known.
    init(_ scene: Scene) {
        guard let survey = scene.interval?.later.survey,
            let totals = scene.surveyedTotals
        else {
            lines = []
            return
        }
        let rows = survey.patterns.rows(of: totals)
        let topics = [
            survey.sweeps > 0 ? survey.patterns.versions(of: totals).map(Self.versions) : [],
            rows.compactMap(Self.members), rows.compactMap(Self.values),
            rows.compactMap(Self.names), rows.compactMap(Self.unpacked),
        ]
        lines = topics.flatMap { topic in
            topic.sorted { $0.weight > $1.weight }.prefix(Self.mostPerTopic)
        }
    }

    /// Lines there are, the heading included; none without any.
    var height: Int { lines.isEmpty ? 0 : lines.count + 1 }

    /// Draws a heading and as many lines as there is room for.
    func draw(x: Int, y: Int, width: Int, height: Int, on canvas: inout Canvas) {
        guard height > 1, !lines.isEmpty else { return }
        canvas.write("WHAT COULD BE LESS", x: x, y: y, as: .title)
        let columns = max(12, width / 4)
        for (place, line) in lines.prefix(height - 1).enumerated() {
            let y = y + 1 + place
            canvas.write(line.topic, x: x, y: y, as: .label)
            canvas.write(
                cells(
                    of: line.template,
                    columns: columns,
                    as: .text,
                    glyphs: canvas.glyphs,
                    cut: .middle
                ),
                x: x + 10,
                y: y
            )
            canvas.write(line.parts, x: x + 11 + columns, y: y, before: x + width)
        }
    }
}

// The topics.
extension StudyList {
    private static func versions(_ family: VersionedPattern) -> Line {
        let behind = family.staleShare
        let lasting = family.staleLastingShare
        return Line(
            topic: "versions",
            template: family.template,
            parts: [
                .value(Figures.percent(behind.value)), .label(" \(behind.errorText) behind, "),
                .value(Figures.percent(family.staleByteShare)), .label(" of their bytes, "),
                .value(Figures.percent(lasting)), .label(" of those without TTL"),
            ],
            weight: Double(family.staleBytes)
        )
    }

    private static func members(_ row: PatternTable.Row) -> Line? {
        guard let template = row.template, let members = row.pattern.members,
            let gone = members.goneShare
        else { return nil }
        return Line(
            topic: "tags",
            template: template,
            parts: [
                .value(Figures.percent(gone.value)),
                .label(" \(gone.errorText) of members are gone"),
                .label(", \(Figures.count(Double(members.sets))) sets looked into"),
            ],
            weight: gone.value * Double(members.members)
        )
    }

    private static func values(_ row: PatternTable.Row) -> Line? {
        guard let template = row.template, let values = row.pattern.values,
            let packed = values.packedShare, packed < 0.9
        else { return nil }
        let saved = (row.bytes?.value ?? row.group.bytesSeen) * (1 - packed)
        return Line(
            topic: "packing",
            template: template,
            parts: [
                .label("LZ4 would leave "), .value(Figures.percent(packed)),
                .label(" of it, about "), .value(Figures.bytes(saved)),
                .label(" less, by \(Figures.count(Double(values.values))) values"),
            ],
            weight: saved
        )
    }

    private static func names(_ row: PatternTable.Row) -> Line? {
        guard let template = row.template, let share = row.group.nameShare, share > 0.4,
            row.keys.value >= 1_000
        else { return nil }
        return Line(
            topic: "names",
            template: template,
            parts: [
                .label("names and their entries take "), .value("≥" + Figures.percent(share)),
                .label(" of it"),
            ],
            weight: share * (row.bytes?.value ?? row.group.bytesSeen)
        )
    }

    private static func unpacked(_ row: PatternTable.Row) -> Line? {
        guard let template = row.template, row.group.storage.unpacked > 0,
            let share = row.group.storage.unpackedShare, share.low > 0.05
        else { return nil }
        return Line(
            topic: "encoding",
            template: template,
            parts: [
                .value(Figures.percent(share.value)),
                .label(" \(share.errorText) are small and in "),
                .value(row.group.storage.commonEncoding?.name ?? Figures.unknown),
                .label(" all the same"),
            ],
            weight: share.value * row.group.bytesSeen
        )
    }
}
