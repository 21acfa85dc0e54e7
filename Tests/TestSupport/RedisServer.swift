import Foundation
import Glibc
package import RESP
package import RedisClient
import Synchronization
import Terminal

/// A real server of a test's own: on a free port, in a folder of its own, stopped by process id.
package final class RedisServer: Sendable {
    /// Which server it is.
    package let program: ServerProgram
    /// Where it listens.
    package let target: Target
    /// Its port.
    package let port: Int
    private let folder: URL
    private let options: [String]
    private let process = Mutex<PseudoTerminal?>(nil)

    /// Starts a server, Debian's unless told otherwise, and waits until it is ready.
    package static func start(
        _ options: String...,
        on program: ServerProgram = .redis70
    ) async throws -> RedisServer {
        try await start(options, on: program)
    }

    /// Starts a server and waits until it is ready.
    package static func start(
        _ options: [String],
        on program: ServerProgram = .redis70
    ) async throws -> RedisServer {
        let server = try RedisServer(program, options)
        try await server.start()
        return server
    }

    private init(_ program: ServerProgram, _ options: [String]) throws {
        self.program = program
        // A cluster's node listens 10,000 ports higher, too.
        let ports = (0..<100).lazy.compactMap { _ in Machine.freePort() }
        guard let port = ports.first(where: { $0 < 55_000 }) else { throw POSIXError(.EADDRINUSE) }
        self.port = port
        target = Target(.tcp(host: "127.0.0.1", port: port))
        folder = FileManager.default.temporaryDirectory.appending(
            path: "hitscope-redis-\(UUID().uuidString)"
        )
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        self.options = options
    }

    deinit {
        process.withLock { $0 = nil }
        try? FileManager.default.removeItem(at: folder)
    }

    /// Starts the server, for the first time or again after it was killed.
    ///
    /// It runs in a terminal of its own: Foundation's Process would wait for its end in vain if
    /// anything else that was started meanwhile inherited what it waits on.
    package func start() async throws {
        guard let path = program.path else { throw MissingServer(program: program) }
        let arguments = [
            path, "--port", "\(port)", "--bind", "127.0.0.1", "--save", "", "--dir",
            folder.path(),
        ]
        let started = try PseudoTerminal(arguments + options)
        guard await started.waits(for: "Ready to accept connections") else {
            throw POSIXError(.ECONNREFUSED)
        }
        process.withLock { $0 = started }
    }

    /// Sends the server's process a signal.
    package func signal(_ number: CInt) { process.withLock { $0?.signal(number) } }

    /// Its address as the command line takes it.
    package var address: String { "127.0.0.1:\(port)" }

    /// Sends commands over a connection of their own and gives the replies.
    @discardableResult
    package func send(_ commands: [String]...) async throws -> [RESPValue] {
        try await send(commands.map { RESPCommand($0.map { Array($0.utf8) }) })
    }

    /// Sends commands of any bytes over a connection of their own and gives the replies.
    @discardableResult
    package func send(_ commands: [RESPCommand]) async throws -> [RESPValue] {
        let connection = try await RedisConnection.open(to: target, named: "test")
        let replies = try await connection.sendUnrestricted(commands, within: .seconds(10))
        await connection.close()
        return replies
    }
}
