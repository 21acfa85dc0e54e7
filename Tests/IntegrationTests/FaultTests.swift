import TestSupport
import Testing

/// A recorder whose system calls fail: a sample of what `Benchmarks faults` does for each of them.
@Suite(
    .enabled(if: RedisServer.absence == nil, "redis-server is not installed"),
    .enabled(if: FaultTrial.absence == nil, "strace, which fails system calls, is not installed")
)
struct FaultTests {
    @Test(
        .timeLimit(.minutes(4)),
        arguments: [
            ("write", "ENOSPC", "2"), ("write", "EIO", "4"), ("write", "EINTR", "3"),
            ("write", "ENOSPC", "3+"), ("fdatasync", "EIO", "1"),
        ]
    )
    func `each sample is in the file or said to be lost`(
        call: String,
        error: String,
        number: String
    ) async throws {
        let server = try await RedisServer.start()
        let fault = FaultTrial.Fault.call(call, error: error, number: number)
        let outcome = try await FaultTrial(fault, samples: 15).run(on: server)
        // A machine may forbid one program to trace another.
        try #require(outcome.failures > 0, "\(outcome)")
        #expect(outcome.opens && outcome.isExact(of: 15), "\(outcome)")
        #expect((outcome.lost > 0) == number.hasSuffix("+"), "\(outcome)")
    }

    // Less than any fifteen samples take: those of a busy machine, on which less happens, are smaller.
    @Test(.timeLimit(.minutes(4)), arguments: [1_700, 1_800, 1_823])
    func `what does not fit is cut off after the last whole sample`(bytes: Int) async throws {
        let server = try await RedisServer.start()
        let outcome = try await FaultTrial(.size(bytes: bytes), samples: 15).run(on: server)
        #expect(outcome.opens && outcome.isExact(of: 15), "\(outcome)")
        #expect(outcome.lost > 0 && outcome.said.contains("File too large"), "\(outcome)")
    }
}
