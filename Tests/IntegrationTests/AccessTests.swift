import CacheMetrics
import Foundation
import Polling
import RESP
import RedisClient
import TestSupport
import Testing

/// Passwords, rights and what the program says when it has too few.
struct AccessTests {
    private func secretFile(_ secret: String) throws -> TemporaryFile {
        let file = try TemporaryFile()
        try file.write(Array("\(secret)\n".utf8))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
        return file
    }

    @Test(.timeLimit(.minutes(4)))
    func `a password comes from a file, from the environment or from the URL`() async throws {
        let server = try await RedisServer.start("--requirepass", "hunter2")
        let file = try secretFile("hunter2")
        let fromFile = try await Hitscope.run(
            "snapshot",
            server.address,
            "--json",
            "--pass-file",
            file.path
        )
        #expect(JSONObject(fromFile.output)["nodes"][0]["state"].text == "up", "\(fromFile.error)")
        let fromEnvironment = try await Hitscope.run(
            ["snapshot", server.address, "--json"],
            environment: ["REDISCLI_AUTH": "hunter2"]
        )
        #expect(JSONObject(fromEnvironment.output)["nodes"][0]["state"].text == "up")
        let fromURL = try await Hitscope.run(
            "snapshot",
            "redis://:hunter2@\(server.address)",
            "--json"
        )
        #expect(JSONObject(fromURL.output)["nodes"][0]["state"].text == "up")
        #expect(!(fromURL.output + fromURL.error).contains("hunter2"))
    }

    @Test(.timeLimit(.minutes(4)))
    func `a wrong password is said to be one, and not tried for ever`() async throws {
        let server = try await RedisServer.start("--user", "admin", "on", ">right", "~*", "+@all")
        let file = try secretFile("wrong")
        let run = try await Hitscope.run(
            "snapshot",
            server.address,
            "--user",
            "admin",
            "--pass-file",
            file.path
        )
        #expect(run.code == 6)
        #expect(run.error.contains("wrong password"), "\(run.error)")
        #expect(run.error.split(separator: "\n").count <= 2)
        let log = try await server.send(["ACL", "LOG"])[0].elements ?? []
        #expect((1...3).contains(log.count))
    }

    @Test(.timeLimit(.minutes(4)))
    func `a user without a password is not taken for the server's default user`() async throws {
        let server = try await RedisServer.start()
        try await server.send(
            ["ACL", "SETUSER", "open", "on", "nopass", "~*", "+@all"],
            ["ACL", "SETUSER", "closed", "on", ">right", "~*", "+@all"]
        )
        let open = try await Hitscope.run("snapshot", "redis://open@\(server.address)", "--json")
        #expect(JSONObject(open.output)["nodes"][0]["state"].text == "up", "\(open.error)")
        let closed = try await Hitscope.run("snapshot", server.address, "--user", "closed")
        #expect(closed.code == 6 && closed.error.contains("wrong password"), "\(closed.error)")
    }

    @Test func `a password that others can read is refused`() async throws {
        let file = try secretFile("hunter2")
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file.path)
        let run = try await Hitscope.run("snapshot", "127.0.0.1:1", "--pass-file", file.path)
        #expect(run.code == 3)
        #expect(run.error.contains("chmod 600"), "\(run.error)")
    }

    @Test(.timeLimit(.minutes(4)), arguments: [nil, "hunter2"])
    func `whether strangers are let in is found out, and counts as no error`(
        password: String?
    ) async throws {
        let options = password.map { ["--requirepass", $0] } ?? []
        let server = try await RedisServer.start(options)
        // The stranger has as long as a poll may take, and on a busy machine a tenth of a second is short.
        var poller = server.poller(password: password)
        var samples: [Sample] = []
        for _ in 0..<5 { samples += [try #require(await poller.nextSample())] }
        let protection = try #require(samples.compactMap(\.protection).first)
        #expect(protection.letsStrangersIn == (password == nil))
        #expect(protection.outsideAddresses == 0 && protection.hasProtectedMode)
        #expect(samples.compactMap(\.protection).count == 1)
        let errors = samples.map { $0.info[InfoField<UInt64>("total_error_replies")] }
        #expect(Set(errors).count == 1)
        #expect(samples.allSatisfy { $0.refusals.isEmpty })
    }

    /// A server that would listen on an address nobody has, and may do without: it says that it is open
    /// to strangers, and is not.
    @Test(
        .timeLimit(.minutes(4)),
        arguments: [
            (["no"], true), (["yes"], false), (["no", "--requirepass", "hunter2"], false),
        ] as [([String], Bool)]
    )
    func `a server that is open to strangers is found out`(
        protectedMode: [String],
        isExposed: Bool
    ) async throws {
        let server = try await RedisServer.start(
            ["--bind", "127.0.0.1", "-192.0.2.1", "--protected-mode"] + protectedMode
        )
        let run = try await Hitscope.run(
            ["check", server.address, "--samples", "3", "--interval", "100ms", "--json"],
            environment: protectedMode.count > 1 ? ["REDISCLI_AUTH": "hunter2"] : [:]
        )
        let report = JSONObject(run.output)
        let finding = report["findings"].elements.first { $0["rule"].text == "exposed" }
        #expect((finding != nil) == isExposed, "\(run.output) \(run.error)")
        if isExposed { #expect(finding?["evidence"]["outside_addresses"].number == 1) }
        #expect(!report["undecided"].elements.contains { $0["rule"].text == "exposed" })
    }

    @Test(.timeLimit(.minutes(4)))
    func `what a user may not do is named, and the rest is shown`() async throws {
        let server = try await RedisServer.start(
            "--user",
            "watcher",
            "on",
            "nopass",
            "~*",
            "+info",
            "+hello",
            "+client|setname"
        )
        let run = try await Hitscope.run(
            "snapshot",
            "redis://watcher:x@\(server.address)",
            "--json"
        )
        let node = JSONObject(run.output)["nodes"][0]
        #expect(node["state"].text == "up", "\(run.error)")
        #expect(node["metrics"]["used_memory_bytes"].number ?? 0 > 0)
        #expect(node["metrics"]["latency_p99_seconds"].isNull)
        let terminal = try PseudoTerminal([
            Hitscope.path, "watch", "redis://watcher:x@\(server.address)", "--interval", "100ms",
        ])
        terminal.type("5\r")
        for rule in ["+latency|histogram", "+slowlog|get"] {
            #expect(await terminal.waits(for: rule), "\(rule)")
        }
        terminal.type("q")
        _ = await terminal.waitForEnd()
    }

    @Test(.timeLimit(.minutes(4)), arguments: [["+@all"], ["+info", "+hello"]])
    func `where most checks have nothing to go by it is not said to be healthy`(
        rights: [String]
    ) async throws {
        let options = ["--user", "watcher", "on", "nopass", "~*"] + rights
        let server = try await RedisServer.start(options)
        let check = ["check", "redis://watcher:x@\(server.address)", "--interval", "100ms"]
        let text = try await Hitscope.run(check)
        // Nothing was found, so the code is that of nothing found; a score there is none.
        #expect(text.code == 0, "\(text.error)")
        let first = text.output.split(separator: "\n").first ?? ""
        #expect(first.hasPrefix("health not judged, too little to go by: "), "\(first)")
        #expect(first.contains("hit-rate"))
        let json = JSONObject(try await Hitscope.run(check + ["--json"]).output)
        #expect(json["score"].isNull)
        let (passed, undecided) = (json["passed"].number ?? 0, json["undecided"].elements.count)
        #expect(Int(passed) < undecided)
        let nagios = try await Hitscope.run(check + ["--nagios"])
        #expect(nagios.code == 3 && nagios.output.hasPrefix("HITSCOPE UNKNOWN - "))
    }

    @Test func `nobody there is exit code 6, with the address and the reason`() async throws {
        for command in ["snapshot", "check"] {
            let run = try await Hitscope.run(command, "127.0.0.1:1")
            #expect(run.code == 6)
            #expect(run.error.contains("127.0.0.1:1") && run.error.contains("refused"))
        }
    }

    @Test(arguments: [
        ["watch", "--theme", "absent"], ["snapshot"], ["record", "127.0.0.1:1"], ["frame", "--at"],
        ["watch", "redis://h:99999"], ["demo", "--scenario", "none"], ["nonsense", "--flag"],
    ])
    func `bad usage is exit code 3 and says what is wrong`(words: [String]) async throws {
        let run = try await Hitscope.run(words)
        #expect(run.code == 3, "\(run.error)")
        #expect(!run.error.isEmpty && run.output.isEmpty)
    }

    @Test func `a file that is no recording is exit code 4`() async throws {
        let file = try TemporaryFile()
        try file.write(Array("hello".utf8))
        for command in ["replay", "frame", "check"] {
            let run = try await Hitscope.run(command, file.path)
            #expect(run.code == 4, "\(command): \(run.error)")
            #expect(run.error.contains(file.path))
        }
    }

    @Test(.timeLimit(.minutes(4)))
    func `without a terminal the dashboard prints once and says why`() async throws {
        let server = try await RedisServer.start()
        let run = try await Hitscope.run("watch", server.address)
        #expect(run.code == 0)
        #expect(run.error.contains("not a terminal"))
        #expect(run.output.contains("used_memory_bytes"))
    }
}
