import CacheMetrics
import Foundation
import Recording
import RESP
import TestSupport
import Testing

/// The codec, seen through the files it makes: what goes in comes out.
struct RecordingRoundTripTests {
    @Test func `what was recorded is what is read, whatever it was`() throws {
        let readings = Incident.readings
        let file = try TemporaryFile()
        let progress = try file.record(readings)
        #expect(progress.failure == nil && progress.ticks == UInt64(readings.count))
        let reader = try RecordingReader(opening: file.path)
        #expect(reader.damages.isEmpty)
        #expect(file.readAll(reader) == readings)
    }

    @Test func `a recording of a replay is the recording`() throws {
        let (first, second) = (try TemporaryFile(), try TemporaryFile())
        _ = try first.record(Incident.readings)
        _ = try second.record(first.readAll(try RecordingReader(opening: first.path)))
        // All but the headers, which hold a random number that tells recordings apart.
        let (one, other) = (try first.bytes(), try second.bytes())
        let start = one.count - (one.count - 64)
        #expect(one.count == other.count)
        #expect(one[start...].elementsEqual(other[start...]))
    }

    @Test(arguments: [
        KeySurvey.Method.idleTime, .unknown,
        .frequency(logFactor: 10, decayMinutes: 1, areAssumed: true),
        .traffic(TrafficWindow(bursts: 3, commands: 70, milliPerSecond: 9_000)),
        .tracked(TrackedWindow(milliseconds: 10, sampleRatio: 5, allMicroseconds: 99)),
        .tracked(TrackedWindow(milliseconds: nil, sampleRatio: 1, allMicroseconds: nil)),
    ])
    func `hot keys come back however they are known`(method: KeySurvey.Method) throws {
        var survey = KeySurvey(method: method)
        // Every choice of what is known of a key, from nothing to all.
        survey.hottest = (0..<8).map { known in
            let name = Array("key:\(known)".utf8)
            var key = SurveyedKey(KeyName(name), seenMilliseconds: 7)
            if known & 1 > 0 {
                key.traffic = KeyTraffic(count: 4, milliPerSecond: 500, squares: 0.25)
            }
            if known & 2 > 0 {
                key.idleLooks = IdleLooks(
                    quietMilliseconds: 350,
                    long: .init(count: 2, milliseconds: 1_700),
                    short: .init(count: 9, milliseconds: 2_250)
                )
            }
            if known & 4 > 0 {
                var use = TrackedUse()
                (use.cpuMicroseconds, use.milliPerSecond) = (77, known == 4 ? nil : 12_500)
                key.tracked = use
            }
            return key
        }
        var sample = Sample(roundTripMicroseconds: 1, info: InfoReport(Array("a:1\r\n".utf8)))
        sample.survey = survey
        let reading = Reading(node: NodeID("n"), moment: .beat(0), content: .sample(sample))
        let file = try TemporaryFile()
        _ = try file.record([reading])
        #expect(file.readAll(try RecordingReader(opening: file.path)) == [reading])
    }

    @Test(arguments: [nil, true, false])
    func `what protects a server comes back`(letsStrangersIn: Bool?) throws {
        var protection = Protection(
            outsideAddresses: .max,
            hasProtectedMode: letsStrangersIn == nil,
            wantsCertificates: letsStrangersIn == true
        )
        protection.letsStrangersIn = letsStrangersIn
        let readings = (0..<3).map { beat in
            Reading.sample(beat, [:]) { $0.protection = beat == 1 ? protection : nil }
        }
        let file = try TemporaryFile()
        _ = try file.record(readings)
        #expect(file.readAll(try RecordingReader(opening: file.path)) == readings)
    }

    @Test func `what is known of patterns beside their number comes back`() throws {
        var survey = KeySurvey(method: .traffic(.init(bursts: 3, commands: 9, milliPerSecond: 1)))
        // Every choice of what is known of a pattern, from nothing to all.
        survey.patterns.patterns = (0..<16).map { known in
            var pattern = KeyPattern(template: Array("p\(known):*".utf8), group: KeyGroup())
            pattern.group.keys = UInt64(known + 1)
            if known & 1 > 0 {
                pattern.group.storage.nameBytes = 77
                pattern.group.storage.encodings[KeyEncoding.hashTable.rawValue] = 5
                pattern.group.storage.unpacked = 3
                for place in [3, 7] { pattern.group.histogram.add(UInt64(place), at: place) }
            }
            if known & 2 > 0 {
                let some = KeyTraffic(count: 4, milliPerSecond: 500, squares: 0.25)
                let reads = known & 4 > 0 ? some : nil
                pattern.traffic = PatternTraffic(reads: reads, writes: some, removals: some)
            }
            if known & 4 > 0 {
                var values = ValueSample()
                (values.values, values.bytes, values.packedBytes, values.json) = (1, 2, 3, 4)
                pattern.values = values
            }
            if known & 8 > 0 {
                var members = MemberSample()
                (members.sets, members.members, members.asked, members.gone) = (5, 6, 7, 8)
                pattern.members = members
            }
            return pattern
        }
        survey.patterns.others.storage.nameBytes = 9
        survey.patterns.sampled = 136
        var family = VersionedPattern(template: Array("user:*:v*".utf8))
        (family.entities, family.staleLasting, family.staleIdle) = (1, 6, 7)
        (family.currentKeys, family.currentBytes) = (2, 3)
        (family.staleKeys, family.staleBytes) = (4, 5)
        survey.patterns.versions = [family]
        var slots = SlotReport()
        (slots.slots, slots.microsecondsPerSecond) = (9, 77)
        var use = SlotUse(slot: 12, keys: 3)
        use.bytesOutPerSecond = 4
        slots.busiest = [use, SlotUse(slot: 13, keys: 0)]
        survey.slots = slots
        survey.replica = Array("127.0.0.1:6380".utf8)
        survey.streams = (0..<3).map { known in
            var stream = StreamUse(key: [0xFF, UInt8(known)])
            let group = StreamGroup(name: [], consumers: 1, pending: .max, lag: nil)
            stream.groups = known == 0 ? nil : Array(repeating: group, count: known - 1)
            return stream
        }
        var key = SurveyedKey(KeyName(Array("k".utf8)))
        key.encoding = Array("listpack".utf8)
        (survey.hottest, survey.biggest) = ([key], [key, key])
        var sample = Sample(roundTripMicroseconds: 1, info: InfoReport(Array("a:1\r\n".utf8)))
        sample.survey = survey
        let reading = Reading(node: NodeID("n"), moment: .beat(0), content: .sample(sample))
        let file = try TemporaryFile()
        _ = try file.record([reading])
        #expect(file.readAll(try RecordingReader(opening: file.path)) == [reading])
    }

    @Test(arguments: Fixture.servers)
    func `INFO replies of every server come back byte for byte`(server: String) throws {
        var decoder = RESPDecoder()
        decoder.append(try Fixture("replies/\(server)/info-everything.resp2").bytes)
        guard case .reply(let value)? = try decoder.next() else { return }
        let original = value.bytes ?? []
        var mutations = Mutations(of: original, seed: 3)
        let replies = [original] + (0..<10).flatMap { _ in [mutations.next(), original] }
        let readings = replies.enumerated().map { beat, bytes in
            let sample = Sample(roundTripMicroseconds: Int64(beat), info: InfoReport(bytes))
            return Reading(node: NodeID("n"), moment: .beat(Int64(beat)), content: .sample(sample))
        }
        let file = try TemporaryFile()
        _ = try file.record(readings)
        #expect(file.readAll(try RecordingReader(opening: file.path)) == readings)
    }

    @Test(arguments: [
        "", "0", "007", "1.50", "1.5.2", "127.0.0.1:6379", "-5", "--1", "1e5",
        "99999999999999999999", "a1b22c333", "1.",
        ".5", "0.0", "00.1", "1,204", "x=1,y=2.00\r\nz=3\r\n", "\n\n\n", "a\n",
        "999999999999999999.1", "0.999999999999999999",
    ])
    func `every odd number survives as it was written`(text: String) throws {
        let texts = [text, text + "1", text, "q" + text, text, ""]
        let readings = texts.enumerated().map { beat, text in
            let sample = Sample(roundTripMicroseconds: 0, info: InfoReport(Array(text.utf8)))
            return Reading(node: NodeID("n"), moment: .beat(Int64(beat)), content: .sample(sample))
        }
        let file = try TemporaryFile()
        _ = try file.record(readings)
        #expect(file.readAll(try RecordingReader(opening: file.path)) == readings)
    }

    @Test(arguments: 0..<4) func `texts that change by a few bytes come back`(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let lines = (0..<40).map { "field\($0):\($0 * $0 * 7),x=0.\($0),\($0 % 3)" }
        var text = Array(lines.joined(separator: "\r\n").utf8)
        let readings = (0..<600).map { beat in
            for _ in 0..<Int.random(in: 0...3, using: &random) {
                // Most often a digit, so that most texts keep their lines and some do not.
                let place = Int.random(in: 0..<text.count, using: &random)
                let byte =
                    Array("0123456789012345678901234567890123456789.,-x\n".utf8)
                    .randomElement(using: &random) ?? 0
                let isDigit = (0x30...0x39).contains(text[place])
                switch Int.random(in: 0..<8, using: &random) {
                case 0: text.insert(byte, at: place)
                case 1 where text.count > 400: text.remove(at: place)
                default: if isDigit || beat % 50 == 0 { text[place] = byte }
                }
            }
            let sample = Sample(roundTripMicroseconds: 0, info: InfoReport(text))
            return Reading(node: NodeID("n"), moment: .beat(Int64(beat)), content: .sample(sample))
        }
        let file = try TemporaryFile()
        _ = try file.record(readings)
        let reader = try RecordingReader(opening: file.path)
        #expect(file.readAll(reader) == readings)
        // None was made a keyframe because it could not be read as it was written.
        let (bytes, marker) = (try file.bytes(), [0xD3, 0x4B, 0x9C, 0x1E, 0xE7, 0xA0] as [UInt8])
        #expect(bytes.indices.count { bytes[$0...].starts(with: marker) } == 2)
    }

    @Test func `a busy server's INFO takes a small part of itself`() throws {
        // A minute of real replies among which fields come and go every few seconds.
        let replies = try InfoStream("churn").replies.prefix(60)
        let readings = replies.enumerated().map { beat, bytes in
            let sample = Sample(roundTripMicroseconds: 900, info: InfoReport(bytes))
            return Reading(node: NodeID("n"), moment: .beat(Int64(beat)), content: .sample(sample))
        }
        let file = try TemporaryFile()
        let progress = try file.record(readings)
        #expect(file.readAll(try RecordingReader(opening: file.path)) == readings)
        let whole = replies.reduce(0) { $0 + $1.count }
        #expect(Int(progress.bytes) * 12 < whole, "\(progress.bytes) of \(whole) bytes")
    }

    @Test func `a minute of churn takes less than a fiftieth of its text`() throws {
        let readings = Array(try InfoStream("churn").readings(of: NodeID("n")).prefix(120))
        let file = try TemporaryFile()
        let progress = try file.record(readings)
        #expect(file.readAll(try RecordingReader(opening: file.path)) == readings)
        #expect(progress.bytes < 120 * 75, "\(progress.bytes) bytes")
    }

    @Test func `texts that change without end are written all the same`() throws {
        // New lines with new numbers on each tick, more than are ever kept apart.
        let readings = (0..<40).map { beat -> Reading in
            let lines = (0..<2_000).map {
                "k\(beat)x\($0):v\($0 * 7 % 13).\(beat),\(beat * $0)\r\n"
            }
            let sample = Sample(
                roundTripMicroseconds: 1,
                info: InfoReport(Array(lines.joined().utf8))
            )
            return Reading(node: NodeID("n"), moment: .beat(Int64(beat)), content: .sample(sample))
        }
        let file = try TemporaryFile()
        _ = try file.record(readings)
        #expect(file.readAll(try RecordingReader(opening: file.path)) == readings)
    }

    @Test
    func
        `numbers at the ends of what there is come back, times as far as they can be reckoned with`()
        throws
    {
        let numbers: [UInt64] = [0, 999_999_999_999_999_999, 1, 1 << 59, 0, 1 << 62, .max, 0]
        let readings = numbers.enumerated().map { beat, number in
            let text =
                "used_memory:\(number)\r\nused_memory_human:\(number).00M\r\nlru_clock:\(number)\r\n"
            let moment = Moment(
                wallMicroseconds: beat.isMultiple(of: 2) ? .max : .min,
                steadyMicroseconds: Int64(beat) * 1_000_000,
                beat: beat.isMultiple(of: 3) ? .min : .max
            )
            let sample = Sample(roundTripMicroseconds: .min, info: InfoReport(Array(text.utf8)))
            return Reading(node: NodeID("n"), moment: moment, content: .sample(sample))
        }
        let file = try TemporaryFile()
        _ = try file.record(readings)
        let read = file.readAll(try RecordingReader(opening: file.path))
        #expect(read.map(\.content) == readings.map(\.content))
        var history = History()
        for reading in read {
            history.fold(reading)
            #expect(abs(reading.moment.wallMicroseconds) == 1 << 61)
            #expect(abs(reading.moment.beat) == 1 << 50)
        }
        #expect(history.nodes.count == 1)
    }

    @Test func `any tick can be read without those before its keyframe`() throws {
        let readings = Incident.readings
        let file = try TemporaryFile()
        _ = try file.record(readings)
        let reader = try RecordingReader(opening: file.path)
        for tick in stride(from: 0, to: readings.count, by: 7) {
            var cursor = reader.cursor(at: tick)
            #expect(cursor.next() == readings[tick])
        }
        var end = reader.cursor(at: readings.count)
        #expect(end.next() == nil)
    }
}
