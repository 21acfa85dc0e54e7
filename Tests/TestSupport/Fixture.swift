package import Foundation
import Testing

/// A file under `Tests/Fixtures`, captured from a real server.
package struct Fixture: Sendable, CustomTestStringConvertible {
    /// The path below `Tests/Fixtures`.
    package let path: String

    package var testDescription: String { path }

    /// The whole file.
    package var bytes: [UInt8] {
        get throws { try [UInt8](Data(contentsOf: Self.root.appending(path: path))) }
    }

    /// The fixture at a path below `Tests/Fixtures`.
    package init(_ path: String) {
        self.path = path
    }

    /// Where the fixtures are on this machine.
    package static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Fixtures")

    /// The servers whose replies were captured, as folder names.
    package static let servers = [
        "redis-6.2.14", "redis-7.0.15", "redis-7.4.1", "redis-unstable-2024-10", "valkey-8.0.1",
    ]

    /// Every captured reply of every server.
    package static let replies: [Fixture] = {
        let files = FileManager.default.enumerator(atPath: root.appending(path: "replies").path())
        return (files?.allObjects as? [String] ?? []).sorted()
            .filter { $0.hasSuffix(".resp2") || $0.hasSuffix(".resp3") }
            .map { Fixture("replies/\($0)") }
    }()
}
