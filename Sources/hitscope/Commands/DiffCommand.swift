import ArgumentParser
import CacheMetrics
import Dashboard
import Painting
import Recording

/// What changed between two moments, recordings or servers.
struct DiffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Say what changed between two moments or recordings, largest change first.",
        discussion: """
            FILE@T is the minute up to a moment, FILE all of a recording; a server is asked twice.
            """
    )

    @Argument(help: "A recording, FILE@T for a moment of it, or a server.")
    var before: String

    @Argument(help: "The same, to compare with.")
    var after: String

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var credentials: CredentialOptions
    @OptionGroup var polling: PollOptions
    @OptionGroup var settings: ConfigurationOptions

    mutating func run() async throws {
        let intervals = [try await intervals(of: before), try await intervals(of: after)]
        let sides = intervals.map { $0.sorted { $0.key < $1.key } }
        // Nodes are compared in their order, since the same one may go by another name.
        let pairs = zip(sides[0], sides[1]).map { old, new in
            (node: new.key, rows: Difference(from: old.value, to: new.value).rows)
        }
        guard !pairs.isEmpty else {
            throw CommandFailure(message: "nothing to compare: no samples", code: .cannotRead)
        }
        printOut(json ? Self.document(pairs).text() : Self.lines(pairs).joined(separator: "\n"))
    }

    /// The last interval of each node that a source is about.
    private func intervals(of source: String) async throws -> [NodeID: Interval] {
        if let at = source.lastIndex(of: "@"),
            let moment = MomentArgument(argument: String(source[source.index(after: at)...]))
        {
            let recording = try OpenRecording(String(source[..<at]))
            let tick = try moment.tick(in: recording.reader)
            let end = recording.reader.ticks[tick].steadyMicroseconds
            let first = recording.reader.ticks.firstIndex {
                $0.steadyMicroseconds >= end - 60_000_000
            }
            return Self.intervals(recording.reader, (first ?? 0)...tick)
        }
        let observed = try ObservedSource(
            source,
            credentials: credentials,
            polling: polling,
            try settings.read()
        )
        switch observed {
        case .recording(let recording):
            return Self.intervals(recording.reader, 0...recording.reader.ticks.count - 1)
        case .servers(let watching):
            let scene = try await watching.observe(samples: 2)
            return Dictionary(
                uniqueKeysWithValues: scene.history.nodes.compactMap { node in
                    node.interval.map { (node.node, $0) }
                }
            )
        }
    }

    /// From the first sample of a stretch to its last: rates are those of all of it.
    private static func intervals(
        _ reader: RecordingReader,
        _ ticks: ClosedRange<Int>
    ) -> [NodeID: Interval] {
        var firsts: [NodeID: Interval.Observation] = [:]
        var lasts: [NodeID: Interval.Observation] = [:]
        var cursor = reader.cursor(at: ticks.lowerBound)
        while cursor.tick <= ticks.upperBound, let reading = cursor.next() {
            guard case .sample(let sample) = reading.content else { continue }
            let now = Interval.Observation(moment: reading.moment, sample: sample)
            // Counters that began anew are counted from there.
            let isNew = lasts[reading.node].map { Discontinuity(from: $0, to: now) != nil } ?? true
            if isNew { firsts[reading.node] = now }
            lasts[reading.node] = now
        }
        return Dictionary(
            uniqueKeysWithValues: lasts.map { node, last in
                let first = firsts[node].flatMap { $0.moment == last.moment ? nil : $0 }
                return (node, Interval(after: first.map { Interval(after: nil, to: $0) }, to: last))
            }
        )
    }

    private static func lines(_ pairs: [(node: NodeID, rows: [Difference.Row])]) -> [String] {
        pairs.flatMap { node, rows -> [String] in
            let heading =
                [escapedText(node.name.utf8)] + (rows.isEmpty ? ["  nothing changed"] : [])
            return heading
                + rows.map { row in
                    let factor = row.factor.map { "×" + Figures.quotient($0) } ?? ""
                    return "  " + row.name.padded(to: 34) + Figures.padded(row.before, to: 12)
                        + "  →"
                        + Figures.padded(row.after, to: 12) + Figures.padded(factor, to: 10)
                }
        }
    }

    private static func document(_ pairs: [(node: NodeID, rows: [Difference.Row])]) -> JSON {
        .object([
            (
                "nodes",
                .array(
                    pairs.map { node, rows in
                        .object([
                            ("id", .string(escapedText(node.name.utf8))),
                            ("changes", .array(rows.map(document))),
                        ])
                    }
                )
            )
        ])
    }

    private static func document(_ row: Difference.Row) -> JSON {
        .object([
            ("name", .string(row.name)),
            ("before", row.old.map { .number($0) } ?? .string(row.before)),
            ("after", row.new.map { .number($0) } ?? .string(row.after)),
            ("factor", .optional(row.factor)),
        ])
    }
}
