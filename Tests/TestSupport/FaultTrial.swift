import Foundation
import Recording

/// The recorder itself, whose file the kernel does not let it write as it wants.
package struct FaultTrial: Sendable {
    /// What the kernel does not do.
    package var fault: Fault
    /// How many samples are recorded.
    package var samples: Int
    /// How long from one to the next, as an argument.
    package var interval: String

    /// What the kernel does not do.
    package enum Fault: Sendable {
        /// One system call fails, with an error such as `ENOSPC`; which of a thread's calls it is, from 1
        /// on, or with `+` behind it all from then on.
        ///
        /// strace injects the failure, so that nothing between the program and the kernel is made up.
        /// It counts calls by thread. One creates the file and writes its header, another all the rest.
        case call(String, error: String, number: String)
        /// The file may not grow beyond so many bytes: the write that would is short, those after it fail.
        case size(bytes: Int)
    }

    /// A trial of one fault.
    package init(_ fault: Fault, samples: Int, every interval: String = "100ms") {
        (self.fault, self.samples, self.interval) = (fault, samples, interval)
    }

    /// Why nothing can be injected here, or `nil` if it can.
    package static let absence: String? =
        programPath("strace") == nil ? "strace is not installed" : nil

    /// What came of a trial.
    package struct Outcome: Sendable {
        /// How many calls were made to fail.
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

    /// Records from a server while the kernel fails it.
    package func run(on server: RedisServer) async throws -> Outcome {
        let (file, log) = (try TemporaryFile(), try TemporaryFile())
        let recorder = [
            Hitscope.path, "record", server.address, "-o", file.path, "--samples", "\(samples)",
            "--interval", interval,
        ]
        // A shell says with a number above 128 that a signal ended the program.
        let outcome = try await TestSupport.run(
            ["/bin/sh", "-c", "\"$@\"; exit $?", "sh"] + keeper(of: file, log) + recorder
        )
        // Only strace keeps one.
        let trace = String(decoding: (try? log.bytes()) ?? [], as: UTF8.self)
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

    /// The program that runs the recorder and sees to it that the fault occurs.
    private func keeper(of file: TemporaryFile, _ log: TemporaryFile) -> [String] {
        switch fault {
        case .call(let call, let error, let number):
            [
                "strace", "-f", "--seccomp-bpf", "-qq", "-o", log.path, "-P", file.path, "-e",
                "trace=\(call)", "-e",
                "inject=\(call):error=\(error):when=\(number)",
            ]
        case .size(let bytes): ["prlimit", "--fsize=\(bytes)"]
        }
    }
}
