import Foundation
import RESP
import TestSupport
import Testing

/// What users get wrong, and what the world does to files.
struct MistakeTests {
    private static let recording = Fixture.root.appending(path: "recordings/v1-incident.hits")
        .path()

    private func expectOneLine(_ run: Hitscope.Outcome, _ code: Int32, _ words: String) {
        #expect(run.code == code, "\(run.error)")
        #expect(run.error.contains(words), "\(run.error)")
        #expect(run.error.hasPrefix("hitscope: ") && run.output.isEmpty)
    }

    @Test(arguments: ["nosuch/incident.hits", "/tmp", "/dev/null", "/nosuch.hits"])
    func `a path that is no recording is not taken for a host`(path: String) async throws {
        let run = try await Hitscope.run("check", path)
        #expect(run.code == (path == "/nosuch.hits" ? 6 : 4), "\(run.error)")
        #expect(run.error.contains(path))
    }

    @Test(arguments: [("-10s", true), ("+90s", true), ("+99h", false), ("-99h", false)])
    func `moments are told from the begin or the end, inside only`(
        moment: String,
        isInside: Bool
    ) async throws {
        let run = try await Hitscope.run("frame", Self.recording, "--at", moment)
        #expect(run.code == (isInside ? 0 : 3), "\(run.error)")
        if !isInside { #expect(run.error.contains("is not in the recording")) }
    }

    @Test func `a damaged recording is said to be one, and is not healthy`() async throws {
        let file = try TemporaryFile()
        var bytes = try Fixture("recordings/v1-incident.hits").bytes
        let place = bytes.count / 2
        bytes[place] ^= 1
        try file.write(bytes)
        let mended = try await Hitscope.run("snapshot", file.path)
        #expect(mended.code == 0)
        #expect(mended.error.contains("flipped back") && !mended.error.contains("damaged"))
        for index in place..<(place + 9) { bytes[index] ^= 0x55 }
        try file.write(bytes)
        let run = try await Hitscope.run("snapshot", file.path)
        #expect(run.code == 0)
        #expect(run.error.contains("damaged"))
        let check = try await Hitscope.run("check", file.path)
        #expect(check.error.contains("damaged"))
        #expect(check.code != 0)
    }

    @Test func `a result that cannot be written is no success`() async throws {
        let run = try await Shell.run("'\(Hitscope.path)' frame '\(Self.recording)' > /dev/full")
        #expect(run.code == 5)
        #expect(run.error.contains("cannot write"))
    }

    @Test(arguments: ["0", "70000"])
    func `a port that cannot be is refused`(port: String) async throws {
        let run = try await Hitscope.run("demo", "--port", port, "--no-screen", "--for", "1s")
        expectOneLine(run, 3, "--port")
    }

    @Test func `a recording of nothing but absence is no success`() async throws {
        let file = try TemporaryFile()
        let run = try await Hitscope.run(
            ["record", "127.0.0.1:1", "-o", file.path, "--for", "300ms", "--interval", "100ms"]
        )
        expectOneLine(run, 6, "absence")
    }

    @Test(.timeLimit(.minutes(4)))
    func `a demo on a port that is taken leaves no folder`() async throws {
        let server = try await RedisServer.start()
        let folder = try TemporaryFile()
        let place = URL(filePath: folder.path).deletingLastPathComponent().path()
        let run = try await Hitscope.run(
            ["demo", "--port", "\(server.port)", "--no-screen"],
            environment: ["TMPDIR": place]
        )
        expectOneLine(run, 3, "\(server.port)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: place).isEmpty)
    }

    @Test(.timeLimit(.minutes(4)))
    func `keys that a user may not see are not asked about for ever`() async throws {
        let server = try await RedisServer.start(
            "--user",
            "watcher",
            "on",
            "nopass",
            "~app:*",
            "+@all"
        )
        let fill = "for i = 1, 500 do redis.call('SET', 'other:' .. i, 1) end"
        try await server.send(["EVAL", fill, "0"])
        let file = try TemporaryFile()
        let run = try await Hitscope.run(
            ["record", "redis://watcher:x@\(server.address)", "-o", file.path]
                + ["--samples", "30", "--interval", "100ms"]
        )
        #expect(run.code == 0, "\(run.error)")
        let reply = try await server.send(["INFO", "errorstats"])[0].bytes ?? []
        let count = String(decoding: reply, as: UTF8.self).firstMatch(of: #/NOPERM:count=(\d+)/#)
        // Four questions of a key, each until it has been refused 32 times, and boards.
        #expect(count.flatMap { Int($0.1) } ?? 0 < 200)
    }

    @Test func `a monitoring plug-in is told in its own form, of a recording too`() async throws {
        let file = try TemporaryFile()
        _ = try file.record(Array(Incident.readings.prefix(41)))
        let check = try await Hitscope.run("check", file.path, "--nagios")
        let lines = check.output.split(separator: "\n")
        #expect(check.code == 2)
        #expect(lines[0].hasPrefix("HITSCOPE CRITICAL - "))
        #expect(lines[0].contains(" | score=") && lines[0].contains(" maxmemory_bytes=25165824B"))
        #expect(lines.dropFirst().allSatisfy { !$0.contains("|") } && lines.count > 2)
        let away = try await Hitscope.run("check", "127.0.0.1:1", "--nagios", "--samples", "2")
        #expect(away.code == 2 && away.output.hasPrefix("HITSCOPE CRITICAL - 127.0.0.1:1"))
    }
}
