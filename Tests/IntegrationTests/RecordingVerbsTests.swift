import CacheMetrics
import Foundation
import Recording
import TestSupport
import Testing

/// What is done with recordings on the command line.
struct RecordingVerbsTests {
    private func incident() throws -> TemporaryFile {
        let file = try TemporaryFile()
        _ = try file.record(Incident.readings)
        return file
    }

    private func run(_ arguments: String...) async throws -> Hitscope.Outcome {
        try await Hitscope.run(arguments)
    }

    /// A path at which nothing is yet.
    private func output() throws -> (file: TemporaryFile, path: String) {
        let file = try TemporaryFile()
        return (file, file.path + ".out")
    }

    @Test(arguments: [["verify"], ["replay"], ["export", "--as", "csv"], ["check"], ["info"]])
    func `no name of a file reaches the terminal as an escape sequence`(
        verb: [String]
    ) async throws {
        let folder = try TemporaryFile().path + "\u{1B}[31m\u{7}"
        let outcome = try await Hitscope.run(verb + [folder + ".hits"])
        #expect(outcome.code != 0)
        #expect(outcome.error.contains("\\x1b[31m"), "\(outcome.error)")
        #expect(!(outcome.error + outcome.output).contains("\u{1B}"))
    }

    @Test func `no name of a damaged file does either, where what cannot be read is told`()
        async throws
    {
        var bytes = try Fixture("recordings/v1-incident.hits").bytes
        let middle = bytes.count / 2
        for place in middle..<(middle + 64) { bytes[place] ^= 0xFF }
        let file = try TemporaryFile()
        let path = file.path + "\u{1B}[31m"
        try Data(bytes).write(to: URL(filePath: path))
        let outcome = try await Hitscope.run(["verify", path])
        #expect(outcome.code == 5 && outcome.output.contains("cannot be read"))
        #expect(outcome.output.contains("\\x1b[31m"), "\(outcome.output)")
        #expect(!(outcome.error + outcome.output).contains("\u{1B}"))
    }

    @Test(.timeLimit(.minutes(4)))
    func `a part, both parts as one, and every fourth sample`() async throws {
        let (file, out) = (try incident(), try output())
        let last = Incident.readings.count - 1
        let (first, second) = (out.path + "1", out.path + "2")
        #expect(try await run("trim", file.path, "--to", "#19", "-o", first).code == 0)
        #expect(try await run("trim", file.path, "--from", "#20", "-o", second).code == 0)
        let part = try RecordingReader(opening: first)
        #expect(file.readAll(part) == Array(Incident.readings[...19]))
        #expect(try await run("cat", first, second, "-o", out.path).code == 0)
        #expect(file.readAll(try RecordingReader(opening: out.path)) == Incident.readings)
        let again = try await run("trim", file.path, "-o", out.path)
        #expect(again.code == 3 && again.error.contains("exists"), "\(again.error)")
        let thin = out.path + "3"
        #expect(try await run("thin", file.path, "--every", "4s", "-o", thin).code == 0)
        let thinned = try RecordingReader(opening: thin)
        #expect(thinned.ticks.count == Incident.readings.count { $0.moment.beat % 4 == 0 })
        #expect(thinned.header.description.intervalMicroseconds == 4_000_000)
        let none = try await run("trim", file.path, "--from", "#\(last + 1)", "-o", out.path + "4")
        #expect(none.code == 3 && !FileManager.default.fileExists(atPath: out.path + "4"))
    }

    @Test(.timeLimit(.minutes(4)))
    func `what can be read of a damaged recording is kept, and the loss is told`() async throws {
        let (file, out) = (try incident(), try output())
        var bytes = try file.bytes()
        let hole = (bytes.count / 3)..<(bytes.count / 3 + 200)
        bytes.replaceSubrange(hole, with: [UInt8](repeating: 0x55, count: 200))
        try file.write(bytes)
        let verify = try await run("verify", file.path)
        #expect(verify.code == 5 && verify.output.contains("cannot be read"), "\(verify.output)")
        #expect(try await run("recover", file.path, out.path).code == 5)
        #expect(try await run("verify", out.path).code == 0)
        #expect(try file.bytes() == bytes)
        let info = JSONObject(try await run("info", out.path, "--json").output)
        let kept = file.readAll(try RecordingReader(opening: file.path))
        #expect(info["ticks"].number == Double(kept.count))
        #expect(file.readAll(try RecordingReader(opening: out.path)) == kept)
        #expect(info["damages"].elements.isEmpty)
    }

    @Test(.timeLimit(.minutes(4)))
    func `a redacted recording has no name in it, and the same numbers`() async throws {
        let (file, out) = (try incident(), try output())
        #expect(try await run("redact", file.path, "-o", out.path).code == 0)
        let raw = String(decoding: try Data(contentsOf: URL(filePath: out.path)), as: UTF8.self)
        let readings = file.readAll(try RecordingReader(opening: out.path))
        #expect(readings.count == Incident.readings.count)
        let decoded = "\(readings)"
        let info = readings.compactMap { reading -> String? in
            guard case .sample(let sample) = reading.content else { return nil }
            return String(decoding: sample.info.bytes, as: UTF8.self)
        }.joined()
        for name in ["user:1", "cfg:flags", "trending", "post:17", "n:6379", "web-3", "10.0.1.9"] {
            let bytes = "\(Array(name.utf8))".dropFirst().dropLast()
            for text in [raw, decoded, info] { #expect(!text.contains(name), "\(name)") }
            #expect(!decoded.contains(bytes), "\(name)")
        }
        let columns = ["--metrics", "hits_per_second,used_memory_bytes,keys"]
        let before = try await Hitscope.run(["export", file.path, "--as", "csv"] + columns)
        let after = try await Hitscope.run(["export", out.path, "--as", "csv"] + columns)
        let numbers = { (text: String) in
            text.split(separator: "\r\n").map {
                $0.split(separator: ",", omittingEmptySubsequences: false).suffix(3)
            }
        }
        #expect(numbers(before.output) == numbers(after.output))
    }

    @Test(.timeLimit(.minutes(4)))
    func `the numbers are those of the recording in each format`() async throws {
        let file = try incident()
        let rows = try await run("export", file.path, "--as", "jsonl").output.split(separator: "\n")
        #expect(rows.count == Incident.readings.count)
        let samples = Incident.readings.count {
            if case .sample = $0.content { return true }
            return false
        }
        #expect(rows.count { JSONObject(String($0))["hit_ratio"].isNull } >= rows.count - samples)
        let snapshot = try await run("snapshot", file.path, "--at", "#30", "--json")
        let metrics = JSONObject(snapshot.output)["nodes"][0]["metrics"]
        let row = JSONObject(String(rows[30]))
        for name in ["hit_ratio", "hits_per_second", "used_memory_bytes", "keys"] {
            #expect(row[name].number == metrics[name].number, "\(name)")
        }
        let text = try await run("export", file.path, "--as", "openmetrics").output
        #expect(text.hasSuffix("# EOF\n"))
        let names = text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map {
            $0.prefix { $0 != "{" }
        }
        // All of a metric stands together.
        let runs = zip(names, names.dropFirst()).count { $0 != $1 } + 1
        #expect(runs == Set(names).count)
        let raw = try await run("export", file.path, "--as", "raw", "--from", "#3", "--to", "#3")
        guard case .sample(let sample) = Incident.readings[3].content else {
            Issue.record("no sample")
            return
        }
        #expect(raw.output == String(decoding: sample.info.bytes, as: UTF8.self))
        let wrong = try await run("export", file.path, "--as", "csv", "--metrics", "nonsense")
        #expect(wrong.code == 3 && wrong.error.contains("no number nonsense"), "\(wrong.error)")
    }

    @Test(.timeLimit(.minutes(4)))
    func `what changed is told, largest change first, and nothing of what did not`() async throws {
        let file = try incident()
        let same = try await run("diff", file.path, file.path)
        #expect(same.code == 0 && same.output.contains("nothing changed"), "\(same.output)")
        let moments = ["\(file.path)@#5", "\(file.path)@#40"]
        let diff = JSONObject(try await Hitscope.run(["diff"] + moments + ["--json"]).output)
        let changes = diff["nodes"][0]["changes"].elements
        #expect(changes.count >= 2)
        let factors = changes.compactMap { $0["factor"].number }.map { max($0, 1 / $0) }
        #expect(factors == factors.sorted(by: >))
        for change in changes where change["name"].text == "keys" {
            guard case .sample(let sample) = Incident.readings[40].content else { continue }
            #expect(change["after"].number == sample.info.keys.map(Double.init(_:)))
        }
    }
}
