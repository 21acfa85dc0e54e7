import Foundation

/// The program itself, as the build made it.
package enum Hitscope {
    /// The path of the binary that was built beside the tests.
    package static let path: String = {
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
    ) throws -> Outcome {
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let (output, error) = (Pipe(), Pipe())
        (process.standardOutput, process.standardError) = (output, error)
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let written = output.fileHandleForReading.readDataToEndOfFile()
        let complaints = error.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Outcome(
            output: String(decoding: written, as: UTF8.self),
            error: String(decoding: complaints, as: UTF8.self),
            code: process.terminationStatus
        )
    }
}
