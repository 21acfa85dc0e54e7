import CacheMetrics
import Recording
import TestSupport
import Testing

/// A report that is read back finds its fields as one that was just parsed does.
struct RecordedReportTests {
    private func reading(_ beat: Int64, _ text: String) -> Reading {
        let sample = Sample(roundTripMicroseconds: 1, info: InfoReport(Array(text.utf8)))
        return Reading(node: NodeID("n"), moment: .beat(beat), content: .sample(sample))
    }

    /// All that a report finds: each field, and the sections.
    private func found(_ info: InfoReport) -> [String] {
        let fields = info.fields.map { name, value in
            String(decoding: name, as: UTF8.self) + "=" + String(decoding: value, as: UTF8.self)
        }
        let looked = fields.map { field in
            let name = String(field.prefix { $0 != "=" })
            return info.text(of: InfoName(name)).map { String(decoding: $0, as: UTF8.self) } ?? "–"
        }
        let sections = ["Server", "Keyspace", "Errors 7"].map { "\(info.hasSection($0))" }
        return fields + looked + sections + ["\(info.count)"]
    }

    private func compare(_ readings: [Reading]) throws {
        let file = try TemporaryFile()
        _ = try file.record(readings)
        let read = file.readAll(try RecordingReader(opening: file.path))
        #expect(read == readings)
        for reading in read {
            guard case .sample(let sample) = reading.content else { continue }
            #expect(found(sample.info) == found(InfoReport(sample.info.bytes)))
        }
    }

    @Test func `whatever numbers grow, shrink or stand in names`() throws {
        let texts = (0..<60).map { beat in
            """
            # Server\r
            redis_version:7.0.\(beat % 3 * 9)\r
            uptime_in_seconds:\(9_990 + beat)\r
            run_id:4f2a\(beat % 7)b\r
            # Errors \(beat % 9)\r
            errorstat_my:own\(beat % 4):code\(beat):count=\(beat * beat)\r
            cmdstat_get:calls=\(98 + beat),usec=\(1_000 - beat * 7),usec_per_call=\(beat).\(10 + beat % 90)\r
            empty:\r
            no field \(beat)\r
            # Keyspace\r
            db\(beat / 20 * 9):keys=\(95 + beat % 10),expires=\(beat % 2 * 1_000)\r
            last:\(beat % 11 * 100)
            """
        }
        try compare(texts.enumerated().map { reading(Int64($0.offset), $0.element) })
    }

    @Test func `of a server whose fields come and go`() throws {
        let readings = try InfoStream("churn").readings(of: NodeID("n"))
        try compare(Array(readings.prefix(700)))
    }
}
