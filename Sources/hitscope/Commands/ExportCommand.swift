import ArgumentParser
import CacheMetrics
import Recording
import Terminal

/// The numbers of a recording, for other tools.
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write the numbers of a recording as CSV, JSON lines or OpenMetrics."
    )

    @Argument(help: "The recording.")
    var file: String

    @Option(
        name: .customLong("as"),
        help: ArgumentHelp(
            "What to write; raw is the server's replies to INFO, byte for byte.",
            valueName: "csv|jsonl|openmetrics|raw"
        )
    )
    var format: Format

    @Option(
        help: ArgumentHelp(
            "Which numbers, of those in snapshot --json or of INFO, such as hit_ratio,evicted_keys/s.",
            valueName: "a,b"
        )
    )
    var metrics: String?

    @Option(
        parsing: .unconditional,
        help: "Where to begin: RFC 3339, 14:03, +90s, -10s, 42% or #7200."
    )
    var from: MomentArgument?

    @Option(parsing: .unconditional, help: "Where to end, in the same ways.")
    var to: MomentArgument?

    @Option(help: "The time from one row to the next; rates are those of all of it.")
    var step: DurationArgument?

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case csv, jsonl, openmetrics, raw
    }

    mutating func run() async throws {
        let recording = try OpenRecording(file)
        let last = try to?.tick(in: recording.reader) ?? recording.reader.ticks.count - 1
        let first = try from?.tick(in: recording.reader) ?? 0
        guard first <= last else { throw ValidationError("--from is after --to") }
        guard format != .raw || !Machine.outputIsTerminal else {
            throw ValidationError("raw replies are not for a terminal: write them to a file")
        }
        try checkNames(recording.reader)
        let names = metrics?.split(separator: ",").map(String.init)
        let quantities =
            names?.map { Quantity(named: $0) } ?? MetricCatalog.all.map { Quantity($0) }
        let rows = ExportRows(
            reader: recording.reader,
            quantities: quantities,
            ticks: first...last,
            step: step?.duration
        )
        switch format {
        case .csv:
            await write(rows, heading: ExportText.heading(quantities)) {
                ExportText.commaSeparated($0, columns: quantities.count)
            }
        case .jsonl:
            let keys = ExportText.jsonKeys(quantities)
            await write(rows, heading: "") { ExportText.json($0, keys) }
        case .openmetrics: writeOpenMetrics(rows)
        case .raw: writeReplies(recording.reader, first...last)
        }
    }

    /// Refuses a name that no metric and no field of the first or the last sample has.
    private func checkNames(_ reader: RecordingReader) throws {
        let reports = [0, max(0, reader.ticks.count - 16)].flatMap { start -> [InfoReport] in
            var cursor = reader.cursor(at: start)
            return (0..<16).compactMap { _ in
                guard case .sample(let sample)? = cursor.next()?.content else { return nil }
                return sample.info
            }
        }
        for name in metrics?.split(separator: ",").map(String.init) ?? [] {
            let field = InfoName(name.hasSuffix("/s") ? String(name.dropLast(2)) : name)
            let isKnown =
                MetricCatalog.named(name) != nil || reports.contains { $0.text(of: field) != nil }
            guard isKnown else {
                throw ValidationError(
                    "no number \(name) in \(file); there are those of snapshot --json and of INFO"
                )
            }
        }
    }

    /// Writes rows in their order, a few parts being worked out at the same time.
    private func write(
        _ rows: ExportRows,
        heading: String,
        _ line: @escaping @Sendable (ExportRows.Row) -> String
    ) async {
        var output = BufferedOutput()
        output.write(heading)
        let parts = rows.parts
        await withTaskGroup(of: (number: Int, text: [UInt8]).self) { group in
            var (begun, written) = (0, 0)
            var done: [Int: [UInt8]] = [:]
            while written < parts.count, !output.isClosed {
                while begun < parts.count, begun < written + Self.partsAtOnce {
                    let (number, part) = (begun, parts[begun])
                    group.addTask {
                        var text: [UInt8] = []
                        part.forEach { text += line($0).utf8 }
                        return (number, text)
                    }
                    begun += 1
                }
                guard let next = await group.next() else { break }
                done[next.number] = next.text
                while let text = done.removeValue(forKey: written) {
                    output.write(text)
                    written += 1
                }
            }
            group.cancelAll()
        }
        output.flush()
    }

    private static let partsAtOnce = 8

    /// All samples of a metric stand together, so that all rows must be there first.
    private func writeOpenMetrics(_ rows: ExportRows) {
        var all: [ExportRows.Row] = []
        rows.forEach { all.append($0) }
        // Of a node as well: its samples must be in the order of time.
        let nodes = Dictionary(grouping: all, by: \.node).sorted { $0.key < $1.key }
        var output = BufferedOutput()
        write("hitscope_up", nodes, to: &output) { $0.values == nil ? 0 : 1 }
        for (place, quantity) in rows.quantities.enumerated() {
            write(ExportText.metricName(quantity), nodes, to: &output) { $0.values?[place] }
        }
        output.write("# EOF\n")
        output.flush()
    }

    private func write(
        _ metric: String,
        _ nodes: [(key: NodeID, value: [ExportRows.Row])],
        to output: inout BufferedOutput,
        _ value: (ExportRows.Row) -> Double?
    ) {
        output.write("# TYPE \(metric) gauge\n")
        for (node, rows) in nodes where !output.isClosed {
            for row in Self.ascending(rows) {
                guard let value = value(row) else { continue }
                output.write(ExportText.sample(metric, node, value, at: row.wallMicroseconds))
            }
        }
    }

    /// The rows without those that a clock which was set back put before the ones in front of them.
    private static func ascending(_ rows: [ExportRows.Row]) -> [ExportRows.Row] {
        var last = Int64.min
        return rows.filter { row in
            defer { last = max(last, row.wallMicroseconds / 1_000) }
            return row.wallMicroseconds / 1_000 > last
        }
    }

    private func writeReplies(_ reader: RecordingReader, _ ticks: ClosedRange<Int>) {
        var output = BufferedOutput()
        var cursor = reader.cursor(at: ticks.lowerBound)
        while cursor.tick <= ticks.upperBound, !output.isClosed, let reading = cursor.next() {
            if case .sample(let sample) = reading.content { output.write(sample.info.bytes) }
        }
        output.flush()
    }
}
