import RedisClient
import Subprocess
import SystemPackage
import Terminal

/// A private server for the demo: on a free port, in a folder of its own, gone when the demo is.
///
/// It is started through a shell that waits for its standard input to end. That pipe is ours, so
/// the kernel ends it when we end, even by `kill -9`: then the shell kills the server and removes the
/// folder. A session of its own keeps signals of the terminal from reaching either.
struct DemoServer {
    /// The programs that will do, best first.
    private static let programs = ["redis-server", "valkey-server"]

    private static let script = """
        trap '' HUP INT TERM
        folder=$1; shift
        "$@" &
        server=$!
        cat >/dev/null
        kill -9 $server
        wait $server
        rm -rf "$folder"
        """

    /// Runs a server for as long as `body` runs, and waits until it and its folder are gone.
    static func run<Result: Sendable>(
        port: Int?,
        memory: String,
        body: @Sendable @escaping (Target) async throws -> Result
    ) async throws -> Result {
        guard let program = Self.programs.lazy.compactMap({ Machine.findProgram($0) }).first else {
            throw CommandFailure(
                message:
                    "redis-server is not on PATH; install it, for example: apt-get install redis-server",
                code: .cannotStart
            )
        }
        guard let folder = Machine.makeTemporaryFolder("hitscope-demo-"),
            let port = port ?? Machine.freePort()
        else {
            throw CommandFailure(
                message: "cannot make a temporary folder or find a free port",
                code: .cannotStart
            )
        }
        var options = PlatformOptions()
        options.createSession = true
        let arguments = [
            "-c", Self.script, "sh", folder, program, "--port", "\(port)", "--bind", "127.0.0.1",
            "--dir", folder, "--save", "", "--appendonly", "no", "--maxmemory", memory,
            "--maxmemory-policy", "allkeys-lfu", "--daemonize", "no",
        ]
        let outcome = try await Subprocess.run(
            .path("/bin/sh"),
            arguments: Arguments(arguments),
            workingDirectory: "/",
            platformOptions: options,
            input: .inputWriter,
            output: .sequence,
            error: .discarded
        ) { execution in
            let target = Target(.tcp(host: "127.0.0.1", port: port))
            // However it ends, the shell is told, and is waited for: it has to clear up.
            let result = await Self.result {
                try await Self.whenReady(execution.standardOutput, target, body)
            }
            try await execution.standardInputWriter.finish()
            return result
        }
        return try outcome.closureResult.get()
    }

    /// Reads the server's log to its end, and runs `body` once it says that it is ready.
    private static func whenReady<Result: Sendable>(
        _ log: SubprocessOutputSequence,
        _ target: Target,
        _ body: @Sendable @escaping (Target) async throws -> Result
    ) async throws -> Result {
        let (states, inbox) = AsyncStream.makeStream(of: Bool.self)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await readLog(log, tellingReadinessTo: inbox) }
            defer { group.cancelAll() }
            guard await states.first(where: { _ in true }) == true else {
                let message = "the demo's redis-server cannot listen on \(target.address)"
                throw CommandFailure(message: message, code: .cannotStart)
            }
            return try await body(target)
        }
    }

    private static func readLog(
        _ log: SubprocessOutputSequence,
        tellingReadinessTo inbox: AsyncStream<Bool>.Continuation
    ) async throws {
        defer { inbox.finish() }
        for try await line in log.strings() {
            if line.contains("Ready to accept connections") { inbox.yield(true) }
            if line.contains("Failed listening") { inbox.yield(false) }
        }
    }

    /// What a body gives or throws, as a value.
    private static func result<Result>(
        of body: () async throws -> Result
    ) async -> Swift.Result<Result, any Error> {
        do { return .success(try await body()) } catch { return .failure(error) }
    }
}
