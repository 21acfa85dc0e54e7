import ArgumentParser
import TestSupport

/// Whether a recorder accounts for every sample, whichever of its system calls fails.
struct FaultBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "faults",
        abstract: "Fail each system call on a recording in turn; count samples not accounted for."
    )

    @Option(help: "How many samples.")
    var samples = 60

    @Option(help: "How long from one to the next.")
    var interval = "100ms"

    @Option(help: "How many recorders at a time.")
    var width = 8

    private static let faults = [
        ("openat", ["ENOSPC", "EIO", "EINTR"]), ("flock", ["EIO", "EINTR"]),
        ("write", ["ENOSPC", "EIO", "EINTR"]), ("fdatasync", ["EIO", "ENOSPC", "EINTR"]),
        ("close", ["EIO", "EINTR"]),
    ]

    func run() async throws {
        if let absence = FaultTrial.absence { throw ValidationError(absence) }
        let server = try await startServer()
        var (runs, failures, lost, wrong) = (0, 0, 0, 0)
        for (call, errors) in Self.faults {
            for error in errors {
                let trials = trials(of: call, error)
                for outcome in try await outcomes(of: trials, on: server) {
                    (runs, failures) = (runs + 1, failures + outcome.failures)
                    lost += outcome.lost
                    guard !outcome.isExact(of: samples) else { continue }
                    wrong += 1
                    print("  \(call) \(error): \(outcome)")
                }
            }
        }
        for outcome in try await outcomes(of: sizes, on: server) {
            (runs, lost) = (runs + 1, lost + outcome.lost)
            guard !outcome.isExact(of: samples) else { continue }
            wrong += 1
            print("  size: \(outcome)")
        }
        print("\(runs) recorders, \(failures) failed calls, \(lost) samples said to be lost")
        report("recorders that do not account for each sample", Double(wrong), "", atMost: 0)
    }

    /// A failure of each call that a thread may make, and of all from the third on.
    private func trials(of call: String, _ error: String) -> [FaultTrial] {
        let most = call == "write" ? samples + 3 : call == "fdatasync" ? samples / 10 + 4 : 3
        let numbers = (1...most).map(String.init)
        // What is interrupted for ever is tried for ever.
        return (numbers + (error == "EINTR" ? [] : ["3+"])).map {
            FaultTrial(.call(call, error: error, number: $0), samples: samples, every: interval)
        }
    }

    /// Limits of the file's size, so that a write is short by any number of bytes.
    private var sizes: [FaultTrial] {
        stride(from: 64, to: 4_096, by: 41).map {
            FaultTrial(.size(bytes: $0), samples: samples, every: interval)
        }
    }

    private func outcomes(
        of trials: [FaultTrial],
        on server: RedisServer
    ) async throws -> [FaultTrial.Outcome] {
        try await withThrowingTaskGroup(of: FaultTrial.Outcome.self) { group in
            var found: [FaultTrial.Outcome] = []
            for (place, trial) in trials.enumerated() {
                if place >= width, let next = try await group.next() { found.append(next) }
                group.addTask { try await trial.run(on: server) }
            }
            for try await outcome in group { found.append(outcome) }
            return found
        }
    }
}
