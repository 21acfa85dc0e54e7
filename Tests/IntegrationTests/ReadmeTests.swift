import Foundation
import TestSupport
import Testing

/// What the README tells people to type can be typed.
struct ReadmeTests {
    private static let root = Fixture.root.deletingLastPathComponent().deletingLastPathComponent()

    private static func lines(of file: String) throws -> [Substring] {
        try String(contentsOf: root.appending(path: file), encoding: .utf8).split(separator: "\n")
    }

    @Test func `CI runs the README's test command and nothing else`() throws {
        let commands = try Self.lines(of: "README.md").filter { $0.contains("swift test") }
        let command = try #require(commands.first)
        #expect(commands.count == 1)
        let script = try Self.lines(of: ".ci/run").filter { $0.contains("swift test") }
        #expect(
            script.map { $0.trimmingPrefix(while: \.isWhitespace) } == [
                command + " && echo 0 >\"$log.status\""
            ]
        )
    }

    @Test func `every command of the README is one, with options it has`() async throws {
        let lines = try Self.lines(of: "README.md").filter { $0.hasPrefix("hitscope ") }
        #expect(lines.count > 10)
        let general = try await Hitscope.run("--help").output
        for line in lines {
            let words = line.prefix { $0 != "#" }.split(separator: " ").dropFirst()
            let isNamed = words.first.map { general.contains("\n  \($0) ") } ?? false
            let command = isNamed ? words.first.map(String.init) ?? "watch" : "watch"
            let help = try await Hitscope.run("help", command).output
            for option in words where option.hasPrefix("-") {
                let isKnown = help.contains("\(option) ") || help.contains("\(option),")
                #expect(isKnown, "\(line): \(option)")
            }
        }
    }

    @Test func `the README's picture is there`() throws {
        let picture = Self.root.appending(path: "Tests/Fixtures/screens/overview.svg")
        #expect(try String(contentsOf: picture, encoding: .utf8).hasPrefix("<svg"))
        #expect(try Self.lines(of: "README.md")[0].contains("Tests/Fixtures/screens/overview.svg"))
    }
}
