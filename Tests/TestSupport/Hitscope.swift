import Foundation
import Subprocess
import SystemPackage

/// The program itself, as the build made it.
package enum Hitscope {
    /// The path of the binary that was built beside the tests, or of the one `HITSCOPE` names: a
    /// release build can be put through the same tests.
    package static let path: String = {
        if let path = ProcessInfo.processInfo.environment["HITSCOPE"] { return path }
        let beside = Bundle.allBundles.map(\.bundleURL).first { $0.pathExtension == "xctest" }
        let folder = beside?.deletingLastPathComponent() ?? Bundle.main.bundleURL
        return folder.appending(path: "hitscope").path()
    }()

    /// What a run of the program came to.
    package struct Outcome: Sendable {
        /// What it wrote to standard output.
        package var output: String
        /// What it wrote to standard error.
        package var error: String
        /// Its exit code.
        package var code: Int32
    }

    /// Runs the program to its end.
    package static func run(
        _ arguments: String...,
        environment: [String: String] = [:]
    ) async throws -> Outcome {
        try await run(arguments, environment: environment)
    }

    /// Runs the program to its end.
    package static func run(
        _ arguments: [String],
        environment: [String: String] = [:]
    ) async throws -> Outcome {
        try await TestSupport.run([path] + arguments, environment: environment)
    }
}

/// A command line for the system's shell.
package enum Shell {
    /// Runs a line to its end.
    package static func run(_ line: String) async throws -> Hitscope.Outcome {
        try await TestSupport.run(["/bin/sh", "-c", line])
    }
}

/// Runs a program found on PATH, or by its path, to its end.
func run(
    _ words: [String],
    environment: [String: String] = [:]
) async throws -> Hitscope.Outcome {
    // Foundation's Process would wait for whatever inherits from what it runs: tmux leaves a server.
    let isPath = words[0].hasPrefix("/")
    let variables = environment.map { (Environment.Key(stringLiteral: $0), $1) }
    let record = try await Subprocess.run(
        isPath ? .path(FilePath(words[0])) : .name(words[0]),
        arguments: Arguments(Array(words.dropFirst())),
        environment: .inherit.updating(Dictionary(uniqueKeysWithValues: variables)),
        output: .string(limit: 1 << 24),
        error: .string(limit: 1 << 20)
    )
    guard case .exited(let code) = record.terminationStatus else { throw POSIXError(.EINTR) }
    return Hitscope.Outcome(
        output: record.standardOutput,
        error: record.standardError,
        code: code
    )
}

/// Where on PATH a program is, or `nil` if it is not installed.
func programPath(_ name: String) -> String? {
    let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":") ?? []
    return folders.map { "\($0)/\(name)" }
        .first { FileManager.default.isExecutableFile(atPath: $0) }
}
