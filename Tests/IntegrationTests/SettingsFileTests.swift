import Foundation
import TestSupport
import Testing

/// Every command that judges goes by the file of settings.
struct SettingsFileTests {
    /// A folder with a file of settings in its usual place, and the file's path.
    private func settings(_ text: String) throws -> (folder: String, file: String) {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "hitscope-settings-\(UUID().uuidString)"
        )
        let file = folder.appending(path: "hitscope/config.toml")
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try Data(text.utf8).write(to: file)
        return (folder.path(), file.path())
    }

    @Test func `what is off is told by no command`() async throws {
        let recording = try TemporaryFile()
        _ = try recording.record(Array(Incident.readings.prefix(41)))
        let (folder, file) = try settings("[rules.thrash]\noff = true\n")
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for command in [
            ["check", recording.path], ["snapshot", recording.path],
            ["frame", recording.path, "--pane", "6"],
        ] {
            let usual = try await Hitscope.run(command, environment: ["XDG_CONFIG_HOME": "/none"])
            #expect(usual.output.contains("evicting young keys"), "\(command)")
            let named = try await Hitscope.run(command + ["--config", file])
            #expect(!named.output.contains("evicting young keys"), "\(command)")
            let found = try await Hitscope.run(command, environment: ["XDG_CONFIG_HOME": folder])
            #expect(found.output == named.output, "\(command)")
        }
    }

    @Test func `a rule is explained with the numbers in force`() async throws {
        let (folder, file) = try settings("[rules.hit-rate]\nhit_ratio = \"70%\"\n")
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let told = try await Hitscope.run("check", "--explain", "hit-rate", "--config", file)
        #expect(told.code == 0)
        #expect(told.output.contains("under 70 % (until over 76 %) of at least 1,000 lookups"))
        #expect(told.output.contains("set     hit_ratio = 70 %, where the default is 80 %\n"))
        #expect(told.output.contains("set     lookups = 1,000\n"))
    }

    @Test func `a mistake is told with its place, and nothing is judged`() async throws {
        let (folder, file) = try settings("[rules.hit-rate]\n  ratio = 1\n")
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let told = try await Hitscope.run("check", "--explain", "thrash", "--config", file)
        #expect(told.code == 3 && told.output.isEmpty)
        #expect(told.error.contains("\(file), line 2, column 3: hit-rate has no setting ratio;"))
        let absent = try await Hitscope.run("check", "--explain", "thrash", "--config", "/none")
        #expect(absent.code == 3 && absent.error.contains("cannot use /none: "))
    }
}
