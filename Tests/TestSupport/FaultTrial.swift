import Foundation
import Recording

/// The recorder itself, of which the kernel fails one system call on its file.
///
/// strace injects the failure, so that nothing between the program and the kernel is made up. It
/// counts calls by thread, and the recorder has several: a call may fail in each of them.
package struct FaultTrial: Sendable {
    /// The system call that fails.
    package var call: String
    /// The error it fails with, such as `ENOSPC`.
    package var error: String
    /// Which call of a thread fails, from 1 on; with `+` behind it, all from then on.
    package var number: String
    /// How many samples are recorded.
    package var samples: Int

    /// A trial of one failure.
    package init(call: String, error: String, number: String, samples: Int) {
        (self.call, self.error, self.number, self.samples) = (call, error, number, samples)
    }

    /// Why nothing can be injected here, or `nil` if it can.
    package static let absence: String? =
        programPath("strace") == nil ? "strace is not installed" : nil

    /// What came of a trial.
    package struct Outcome: Sendable {
        /// How many calls failed.
        package var failures: Int
        /// Samples that can be read.
        package var read: Int
        /// Samples that the recorder said are lost.
        package var lost: Int
        /// Stretches of the file that are damaged.
        package var damages: Int
        /// The recorder's exit code.
        package var code: Int32
        /// Whether there is a recording; without one the recorder must have refused to begin.
        package var opens: Bool
        /// What the recorder said.
        package var said: String

        /// Whether all samples are accounted for: those that can be read and those said to be lost.
        package func isExact(of samples: Int) -> Bool {
            guard opens else { return (1...127).contains(code) }
            return read + lost == samples && damages == 0 && code == (lost > 0 ? 5 : 0)
        }
    }

    /// Records from a server while the call fails.
    package func run(on server: RedisServer) async throws -> Outcome {
        let (file, log) = (try TemporaryFile(), try TemporaryFile())
        // A shell says with a number above 128 that a signal ended the program.
        let outcome = try await TestSupport.run([
            "/bin/sh", "-c", "\"$@\"; exit $?", "sh", "strace", "-f", "-qq", "-o", log.path, "-P",
            file.path, "-e", "trace=\(call)", "-e",
            "inject=\(call):error=\(error):when=\(number)", Hitscope.path, "record",
            server.address, "-o", file.path, "--samples", "\(samples)", "--interval", "100ms",
        ])
        let trace = String(decoding: try log.bytes(), as: UTF8.self)
        let lost = outcome.error.firstMatch(of: #/(\d+) samples were not saved/#)
        let reader = try? RecordingReader(opening: file.path)
        return Outcome(
            failures: trace.matches(of: #/INJECTED/#).count,
            read: reader.map { file.readAll($0).count } ?? 0,
            lost: lost.flatMap { Int($0.1) } ?? 0,
            damages: reader?.damages.count ?? 0,
            code: outcome.code,
            opens: reader != nil,
            said: outcome.error
        )
    }
}
