import CacheMetrics
import Foundation
import Recording
import TestSupport
import Testing

/// A server that dies, hangs and comes back, as the screen tells it.
@Suite(.disabled(if: Tmux.absence != nil, "tmux is not installed"))
struct OutageTests {
    private func watch(
        _ server: RedisServer,
        _ options: String = "",
        _ body: (Tmux) async throws -> Void
    ) async throws {
        let command = "\(Hitscope.path) watch \(server.address) \(options)"
        try await Tmux.open(command) { window in
            _ = try #require(await window.waits { $0.contains("redis 7") && $0.contains("LIVE") })
            try await body(window)
        }
    }

    @Test(.timeLimit(.minutes(4)))
    func `a killed server is DOWN, and back by itself with one mark`() async throws {
        let file = try TemporaryFile()
        let server = try await RedisServer.start()
        try await watch(server, "--record \(file.path)") { window in
            server.signal(SIGKILL)
            let down = try #require(await window.waits { $0.contains("DOWN") })
            // What was known stays on the screen, with its age.
            #expect(down.contains("redis 7"))
            _ = try #require(await window.waits { $0.contains(#/DOWN .*[2-9]s/#) })
            try await server.start()
            let isBack = { (shown: String) in shown.contains("LIVE") && !shown.contains("DOWN") }
            let back = try #require(await window.waits(until: isBack))
            #expect(back.contains("redis 7"))
            // Two intervals later there are rates again.
            _ = try #require(await window.waits { $0.contains(#/[0-9]\/s/#) })
            try await window.press("q")
        }
        let report = try await Hitscope.run("check", file.path, "--json")
        #expect(report.code == 2, "\(report.error)")
        let rules = JSONObject(report.output)["findings"].elements.compactMap { $0["rule"].text }
        // The test's server has no memory limit, which is told too.
        #expect(Set(rules) == ["outage", "no-maxmemory"])
        let outages = try file.outages()
        #expect(outages.count == 1, "\(outages)")
    }

    @Test(.timeLimit(.minutes(4)))
    func `a server that hangs is said to, and keys do not wait for it`() async throws {
        let server = try await RedisServer.start()
        try await watch(server) { window in
            server.signal(SIGSTOP)
            _ = try #require(await window.waits { !$0.contains("LIVE") })
            try await window.press("?")
            _ = try #require(await window.waits { $0.contains("Keys") })
            try await window.press("Escape", "1", "Enter")
            _ = try #require(await window.waits { !$0.contains("Keys") })
            server.signal(SIGCONT)
            _ = try #require(await window.waits { $0.contains("LIVE") })
        }
    }

    @Test(.timeLimit(.minutes(4)))
    func `a server that is not there yet is waited for`() async throws {
        let server = try await RedisServer.start()
        server.signal(SIGKILL)
        try await Tmux.open("\(Hitscope.path) watch \(server.address)") { window in
            _ = try #require(await window.waits { $0.contains("refused") })
            try await server.start()
            _ = try #require(await window.waits { $0.contains("LIVE") })
        }
    }
}

extension TemporaryFile {
    /// The first tick of each outage of a recording.
    fileprivate func outages() throws -> [Int] {
        let readings = readAll(try RecordingReader(opening: path))
        return readings.indices.filter { index in
            guard case .outage = readings[index].content, index > 0 else { return false }
            guard case .sample = readings[index - 1].content else { return false }
            return true
        }
    }
}
