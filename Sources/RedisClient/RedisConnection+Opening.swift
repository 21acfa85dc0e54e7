import NIOCore
import NIOPosix

/// One thread serves every connection: a thousand idle sockets need no more.
private let eventLoops = MultiThreadedEventLoopGroup(numberOfThreads: 1)

extension RedisConnection {
    /// Connects, agrees on a protocol version, logs in and takes a name.
    ///
    /// Tries RESP3 first and falls back to RESP2 when the server knows no `HELLO`. The host name is
    /// looked up anew each time, and every step has a deadline of its own.
    package static func open(
        to target: Target,
        named name: String,
        deadlines: ConnectionDeadlines = ConnectionDeadlines()
    ) async throws(RedisError) -> RedisConnection {
        var connection = try await connect(to: target.address, within: deadlines.connecting)
        do throws(RedisError) {
            try await connection.shakeHands(target, name: name, within: deadlines.handshake)
            return connection
        } catch {
            await connection.close()
            throw await connection.explained(error)
        }
    }

    private static func connect(
        to address: ServerAddress,
        within deadline: Duration
    ) async throws(RedisError) -> RedisConnection {
        let bootstrap = ClientBootstrap(group: eventLoops).connectTimeout(TimeAmount(deadline))
        do {
            switch address {
            case .tcp(let host, let port):
                return try await bootstrap.watchingForDeadPeers()
                    .connect(host: host, port: port, channelInitializer: connection)
            case .unixSocket(let path):
                return
                    try await bootstrap
                    .connect(unixDomainSocketPath: path, channelInitializer: connection)
            }
        } catch {
            throw RedisError(connecting: error, within: deadline)
        }
    }

    /// What the channel's pipeline calls the handler of batches.
    static let handlerName = "batches"

    /// Prepares a channel that may become the connection; of several tried, the first to open does.
    private static func connection(
        over channel: any Channel
    ) -> EventLoopFuture<RedisConnection> {
        channel.eventLoop.makeCompletedFuture {
            let farewell = channel.eventLoop.makePromise(of: [UInt8]?.self)
            let batches = BatchHandler(farewell: farewell)
            try channel.pipeline.syncOperations.addHandler(batches, name: handlerName)
            return RedisConnection(channel, farewell: farewell.futureResult)
        }
    }

    /// The server's own reason for hanging up, where it gave one, in place of "closed".
    private func explained(_ error: RedisError) async -> RedisError {
        guard case .closed(during: .handshake) = error, let reason = await lastWords() else {
            return error
        }
        return .rejected(reason)
    }
}

extension ClientBootstrap {
    /// Notices a peer that vanished without a word: a pulled cable, a stopped virtual machine.
    ///
    /// Three seconds to acknowledge what was sent, and a probe on silence after 5 s, each second,
    /// three times; the kernel's own defaults take 15 minutes (`faults.md` row 3).
    fileprivate func watchingForDeadPeers() -> ClientBootstrap {
        channelOption(.socketOption(.so_keepalive), value: 1)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelOption(.tcpOption(.init(rawValue: TCP_KEEPIDLE)), value: 5)
            .channelOption(.tcpOption(.init(rawValue: TCP_KEEPINTVL)), value: 1)
            .channelOption(.tcpOption(.init(rawValue: TCP_KEEPCNT)), value: 3)
            .channelOption(.tcpOption(.init(rawValue: TCP_USER_TIMEOUT)), value: 3_000)
    }
}
