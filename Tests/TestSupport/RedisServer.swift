import Foundation
import Glibc
package import RESP
package import RedisClient
import Synchronization

/// A real redis-server of a test's own: on a free port, in a folder of its own, ended by its number.
package final class RedisServer: Sendable {
    /// Where it listens.
    package let target: Target
    /// Its port.
    package let port: Int
    private let folder: URL
    private let options: [String]
    private let process = Mutex<Process?>(nil)

    /// Why there is no server to test against, or `nil` if there is.
    package static let absence: String? =
        isInstalled("redis-server") ? nil : "redis-server is not installed"

    /// Starts a server and waits until it is ready.
    package static func start(_ options: String...) async throws -> RedisServer {
        try await start(options)
    }

    /// Starts a server and waits until it is ready.
    package static func start(_ options: [String]) async throws -> RedisServer {
        let server = try RedisServer(options)
        try await server.start()
        return server
    }

    private init(_ options: [String]) throws {
        port = try Self.freePort()
        target = Target(.tcp(host: "127.0.0.1", port: port))
        folder = FileManager.default.temporaryDirectory.appending(
            path: "hitscope-redis-\(UUID().uuidString)"
        )
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        self.options = options
    }

    deinit {
        process.withLock { _ = $0.map { kill($0.processIdentifier, SIGKILL) } }
        process.withLock { $0?.waitUntilExit() }
        try? FileManager.default.removeItem(at: folder)
    }

    /// Starts the server again after it was killed.
    package func start() async throws { try await offPool { [self] in try startAndWait() } }

    private func startAndWait() throws {
        let log = Pipe()
        let started = Process()
        started.executableURL = URL(filePath: "/usr/bin/env")
        started.arguments =
            [
                "redis-server", "--port", "\(port)", "--bind", "127.0.0.1", "--save", "", "--dir",
                folder.path(),
            ]
            + options
        started.standardOutput = log
        try started.run()
        process.withLock { $0 = started }
        // The server says when it is ready; whatever it says later goes nowhere.
        var text = Data()
        while text.firstRange(of: Data("Ready to accept connections".utf8)) == nil {
            let more = log.fileHandleForReading.availableData
            guard !more.isEmpty else { throw POSIXError(.ECONNREFUSED) }
            text += more
        }
        log.fileHandleForReading.readabilityHandler = { _ = $0.availableData }
    }

    /// Sends the server's process a signal.
    package func signal(_ number: CInt) {
        process.withLock { _ = $0.map { kill($0.processIdentifier, number) } }
        if number == SIGKILL { process.withLock { $0?.waitUntilExit() } }
    }

    /// Its address as the command line takes it.
    package var address: String { "127.0.0.1:\(port)" }

    /// The folder the server runs in.
    package var path: String { folder.path() }

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

    private static func freePort() throws -> Int {
        let descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        defer { Glibc.close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { raw in
                unsafe bind(descriptor, raw, length) == 0
                    && getsockname(descriptor, raw, &length) == 0
            }
        }
        guard isBound else { throw POSIXError(.EADDRINUSE) }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
