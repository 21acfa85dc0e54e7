import Foundation
import Testing

/// A real server of some version: Debian's own, or one that `.ci/setup --tests` unpacked.
package enum ServerProgram: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case redis62 = "redis-6.2"
    /// Debian's, 7.0.15.
    case redis70 = "redis-7.0"
    case redis82 = "redis-8.2"
    case valkey81 = "valkey-8.1"
    case valkey91 = "valkey-9.1"

    /// The executable's path, or `nil` where it is missing.
    package var path: String? {
        let folder = Self.folder.appending(path: rawValue)
        switch self {
        case .redis70: return programPath("redis-server")
        case .redis62, .redis82: return Self.executable(folder.appending(path: "redis-server"))
        case .valkey81, .valkey91: return Self.executable(folder.appending(path: "valkey-server"))
        }
    }

    /// `true` where a cluster node keeps a table for each hash slot: Redis 7.4 and Valkey 8.
    package var hasSlotTables: Bool { self != .redis62 && self != .redis70 }

    /// `true` where `CLIENT NO-TOUCH` exists and `SCAN … TYPE` counts no lookups: 7.2 and later.
    package var isPast72: Bool { hasSlotTables }

    package var testDescription: String { rawValue }

    private static let folder = Fixture.root.deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: ".servers")

    private static func executable(_ url: URL) -> String? {
        FileManager.default.isExecutableFile(atPath: url.path()) ? url.path() : nil
    }
}

/// A server that tests need and that is not there.
package struct MissingServer: Error, CustomStringConvertible {
    let program: ServerProgram

    package var description: String {
        "\(program.rawValue) is not installed; run .ci/setup --tests"
    }
}
