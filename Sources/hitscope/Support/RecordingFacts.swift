import CacheMetrics
import Painting
import Recording

/// What a recording's ticks say of it.
struct RecordingFacts {
    private var nodes: [(name: String, samples: Int, away: Int)] = []
    private var events: [(wall: Int64, node: String, text: String)] = []

    init(_ reader: RecordingReader) {
        var history = History()
        var cursor = reader.cursor(at: 0)
        while let reading = cursor.next() {
            let before = history[reading.node]?.marks.last
            history.fold(reading)
            note(reading)
            if let mark = history[reading.node]?.marks.last, mark.moment != before?.moment {
                events.append((mark.moment.wallMicroseconds, reading.node.name, mark.words))
            }
        }
    }

    private mutating func note(_ reading: Reading) {
        let place = nodes.firstIndex { $0.name == reading.node.name } ?? nodes.count
        if place == nodes.count { nodes.append((reading.node.name, 0, 0)) }
        if case .sample = reading.content {
            nodes[place].samples += 1
        } else {
            nodes[place].away += 1
        }
    }

    func lines(_ reader: RecordingReader) -> [String] {
        let (first, last) = (reader.ticks[0], reader.ticks[reader.ticks.count - 1])
        let span = Double(last.steadyMicroseconds - first.steadyMicroseconds) / 1e6
        let each = Double(last.end) / Double(reader.ticks.count)
        let header = reader.header
        var lines = [
            "from       \(rfc3339(first.wallMicroseconds))",
            "to         \(rfc3339(last.wallMicroseconds)), \(Figures.span(span))",
            "ticks      \(reader.ticks.count), \(Figures.bytes(Double(last.end))), \(Figures.bytes(each)) each",
            "made by    \(escapedText(Array(header.description.tool.utf8))), format \(header.version)",
            "targets    \(header.description.targets.map { escapedText(Array($0.utf8)) }.joined(separator: ", "))",
            "names      \(escapedText(Array(header.description.redaction.utf8)))",
            "closed     \(reader.isClosed ? "cleanly" : "not: the recorder was stopped hard, or goes on")",
        ]
        for node in nodes {
            let away = node.away > 0 ? ", away on \(node.away) beats" : ""
            lines.append(
                "node       \(escapedText(Array(node.name.utf8))): \(node.samples) samples\(away)"
            )
        }
        for damage in reader.damages {
            lines.append(
                "damaged    bytes \(damage.bytes.lowerBound) to \(damage.bytes.upperBound), before tick #\(damage.nextTick)"
            )
        }
        for tick in reader.ticks.indices.filter({ reader.ticks[$0].followsGap }).prefix(20) {
            let time = rfc3339(reader.ticks[tick].wallMicroseconds)
            lines.append("gap        samples were lost before tick #\(tick), \(time)")
        }
        let mended = reader.ticks.indices.filter { reader.ticks[$0].isMended }
        for tick in mended.prefix(20) { lines.append("mended     one bit of tick #\(tick)") }
        for event in events.suffix(40) {
            lines.append(
                "event      \(rfc3339(event.wall))  \(escapedText(Array(event.node.utf8)))  \(event.text)"
            )
        }
        return lines
    }

    func document(_ reader: RecordingReader) -> JSON {
        let (first, last) = (reader.ticks[0], reader.ticks[reader.ticks.count - 1])
        return .object([
            ("version", .integer(Int64(reader.header.version))),
            ("from", .string(rfc3339(first.wallMicroseconds))),
            ("to", .string(rfc3339(last.wallMicroseconds))),
            ("ticks", .integer(Int64(reader.ticks.count))),
            ("bytes", .integer(Int64(clamping: last.end))),
            ("tool", .string(escapedText(reader.header.description.tool.utf8))),
            (
                "targets",
                .array(reader.header.description.targets.map { .string(escapedText($0.utf8)) })
            ),
            ("redaction", .string(escapedText(reader.header.description.redaction.utf8))),
            ("closed", .bool(reader.isClosed)),
            ("nodes", .array(nodes.map(document))),
            ("damages", .array(reader.damages.map(document))),
            ("mended_ticks", ticks(reader) { $0.isMended }),
            ("ticks_after_gaps", ticks(reader) { $0.followsGap }),
            ("events", .array(events.map(document))),
        ])
    }

    /// The numbers of ticks, as JSON.
    private func ticks(
        _ reader: RecordingReader,
        where isMeant: (RecordingReader.Tick) -> Bool
    ) -> JSON {
        .array(
            reader.ticks.indices.filter { isMeant(reader.ticks[$0]) }.map { .integer(Int64($0)) }
        )
    }

    private func document(_ node: (name: String, samples: Int, away: Int)) -> JSON {
        .object([
            ("id", .string(escapedText(node.name.utf8))),
            ("samples", .integer(Int64(node.samples))),
            ("away", .integer(Int64(node.away))),
        ])
    }

    private func document(_ damage: RecordingReader.Damage) -> JSON {
        .object([
            ("from_byte", .integer(Int64(damage.bytes.lowerBound))),
            ("to_byte", .integer(Int64(damage.bytes.upperBound))),
            ("next_tick", .integer(Int64(damage.nextTick))),
        ])
    }

    private func document(_ event: (wall: Int64, node: String, text: String)) -> JSON {
        .object([
            ("time", .string(rfc3339(event.wall))),
            ("node", .string(escapedText(event.node.utf8))),
            ("event", .string(event.text)),
        ])
    }
}

extension Mark {
    /// What happened, in a word or two.
    fileprivate var words: String {
        switch kind {
        case .outage: "outage"
        case .discontinuity(.restart): "restart"
        case .discontinuity(.failover): "failover"
        case .discontinuity(.countersReset): "counters reset"
        }
    }
}
