import CacheMetrics
import Recording
import TestSupport
import Testing

/// A recorder whose system calls fail: a sample of what `Benchmarks faults` does for each of them.
@Suite(
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

    @Test(.timeLimit(.minutes(4)), .enabled(if: Tmux.absence == nil, "tmux is not installed"))
    func `a disk that does not answer holds up neither polling nor the screen`() async throws {
        let server = try await RedisServer.start()
        let (file, log) = (try TemporaryFile(), try TemporaryFile())
        let delay = "-e trace=fdatasync -e inject=fdatasync:delay_enter=12s:when=1"
        let watch = "watch \(server.address) --record \(file.path) --interval 100ms"
        try await Tmux.open(
            "strace -f --seccomp-bpf -qq -o \(log.path) \(delay) \(Hitscope.path) \(watch); sleep 60"
        ) { window in
            // What the screen tells of the recording stays true while the disk is silent.
            let waits = { (shown: String) in shown.contains(#/REC WAITS for the disk 00:0[4-9]/#) }
            try #require(try await window.waits(until: waits) != nil)
            #expect(try await window.waits { $0.contains(#/● REC \d/#) } != nil)
            try await window.press("q")
            let isClosed = { (shown: String) in !shown.contains("● LIVE") }
            let closed = try #require(try await window.waits(until: isClosed))
            #expect(!closed.contains("not saved"))
        }
        // All that was read meanwhile is there, in order.
        let reader = try RecordingReader(opening: file.path)
        let readings = file.readAll(reader)
        #expect(readings.count > 30 && reader.damages.isEmpty)
        #expect(zip(readings, readings.dropFirst()).allSatisfy { $0.moment.beat < $1.moment.beat })
    }

    @Test(.timeLimit(.minutes(4)))
    func `who does not want to wait for a silent disk need not`() async throws {
        let server = try await RedisServer.start()
        let (file, log) = (try TemporaryFile(), try TemporaryFile())
        let terminal = try PseudoTerminal(
            [
                "/usr/bin/env", "strace", "-f", "--seccomp-bpf", "-qq", "-o", log.path,
                "-e", "trace=fdatasync",
                "-e", "inject=fdatasync:delay_enter=8s:when=1", Hitscope.path, "record",
                server.address, "-o", file.path,
            ]
        )
        // The first reading is written, and the disk is asked for it.
        let isWritten = { @Sendable (_: [UInt8]) in (try? file.bytes().count) ?? 0 > 400 }
        #expect(await terminal.waits(until: isWritten))
        terminal.type("\u{3}")
        #expect(await terminal.waits(for: "waiting for the disk to take the recording"))
        terminal.type("\u{3}")
        #expect(await terminal.waits(for: "given up: the disk did not take all"))
        #expect(await terminal.waitForEnd() == 5 << 8)
    }
}
