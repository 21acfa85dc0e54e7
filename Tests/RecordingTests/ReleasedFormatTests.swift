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
        let all = try Self.files.map { file in
            let path = Fixture.root.appending(path: "recordings/\(file)").path()
            var cursor = try RecordingReader(opening: path).cursor(at: 0)
            var readings: [Reading] = []
            while let reading = cursor.next() { readings.append(reading) }
            return readings
        }
        #expect(all.count == 2)
        #expect(all.allSatisfy { $0 == all[0] })
    }

    @Test(arguments: files)
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
}
