import CacheMetrics
import Foundation
import Recording
import TestSupport
import Testing

/// Every version of the format ever released keeps a recording that must open for ever.
struct ReleasedFormatTests {
    static let files: [String] = {
        let folder = Fixture.root.appending(path: "recordings").path()
        return (try? FileManager.default.contentsOfDirectory(atPath: folder))?.sorted() ?? []
    }()

    @Test func `there is one of each version`() {
        for version in 1...RecordingFormat.current {
            #expect(Self.files.contains { $0.hasPrefix("v\(version)-") && $0.hasSuffix(".hits") })
        }
    }

    @Test func `the same readings are read from each, whichever codec wrote them`() throws {
        let all = try ["v1-incident.hits", "v1-arithmetic.hits"].map { file in
            let path = Fixture.root.appending(path: "recordings/\(file)").path()
            var cursor = try RecordingReader(opening: path).cursor(at: 0)
            var readings: [Reading] = []
            while let reading = cursor.next() { readings.append(reading) }
            return readings
        }
        #expect(all.count == 2)
        #expect(all.allSatisfy { $0 == all[0] })
    }

    /// The samples of a recording that opens whole and has so many ticks.
    private func samples(of file: String, ticks: Int) throws -> [Sample] {
        let path = Fixture.root.appending(path: "recordings/\(file)").path()
        let reader = try RecordingReader(opening: path)
        #expect(reader.damages.isEmpty && reader.ticks.count == ticks)
        var cursor = reader.cursor(at: 0)
        var samples: [Sample] = []
        while let reading = cursor.next() {
            if case .sample(let sample) = reading.content { samples.append(sample) }
        }
        return samples
    }

    /// Recordings of something else than the incident.
    private static let others: Set = ["v1-clients.hits", "v1-databases.hits"]

    @Test(arguments: files.filter { !others.contains($0) })
    func `an old recording opens whole`(file: String) throws {
        let reader = try RecordingReader(
            opening: Fixture.root.appending(path: "recordings/\(file)").path()
        )
        #expect(reader.damages.isEmpty)
        #expect(reader.ticks.count == 138)
        var cursor = reader.cursor(at: 0)
        var (samples, outages) = (0, 0)
        while let reading = cursor.next() {
            switch reading.content {
            case .sample(let sample):
                samples += 1
                #expect(sample.info[.usedMemory] ?? 0 > 0)
                #expect(sample.latencies != nil && sample.survey != nil && sample.boards != nil)
            case .outage: outages += 1
            }
        }
        #expect(samples + outages == 138)
        #expect((5...15).contains(outages))
    }

    @Test func `who was connected is read from a block beside the coded tick`() throws {
        let reports = try samples(of: "v1-clients.hits", ticks: 23).compactMap(\.clients)
        #expect(reports.count == 3)
        for report in reports {
            #expect(report[.subscriber].count == 1 && report[.normal].blocked == 1)
            #expect(report.watchers == 2 && report.heaviest.count == 2)
        }
        #expect(reports[2].heaviest.map(\.channels) == [3, 0])
        #expect(reports[2].heaviest.map(\.ageSeconds) == [24, 24])
    }

    @Test func `lines of one shape share what was learned of the one known to begin with`() throws {
        let reports = try samples(of: "v1-databases.hits", ticks: 9).map(\.info)
        #expect(reports.map { $0.databases.map(\.number) }.first == [0, 1, 5, 9])
        #expect(reports.map { $0.databases.map(\.number) }.last == [0, 1, 3, 9])
        #expect(reports.first?.databases.allSatisfy { $0.keys == 4 } == true)
        #expect(reports.first?.replicas.map(\.port) == [7712, 7713])
        #expect(reports.last?.replicas.map(\.port) == [7713])
    }
}
