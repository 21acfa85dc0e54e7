import NIOCore
import NIOPosix
import RESP
package import RedisClient

/// A server that answers what a test tells it to, over a real socket.
package final class FakeServer: Sendable {
    private let channel: any Channel
    private let group: MultiThreadedEventLoopGroup

    /// What to do about a command: its words as text, and how many came before it on the connection.
    package typealias Script = @Sendable ([String], Int) -> Answer

    /// What a fake server does about a command.
    package enum Answer: Sendable {
        /// Sends these bytes.
        case bytes(String)
        /// Sends these bytes one at a time.
        case slowly(String)
        /// Says nothing.
        case silence
        /// Closes the connection.
        case hangUp
    }

    /// Starts a server; `greeting` is sent as soon as somebody connects.
    package static func start(
        greeting: String? = nil,
        _ script: @escaping Script
    ) async throws -> FakeServer {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let channel = try await ServerBootstrap(group: group)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let handler = ScriptHandler(greeting: greeting, script: script)
                    try channel.pipeline.syncOperations.addHandler(handler)
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return FakeServer(channel, group)
    }

    private init(_ channel: any Channel, _ group: MultiThreadedEventLoopGroup) {
        self.channel = channel
        self.group = group
    }

    /// Where it listens.
    package var target: Target {
        Target(.tcp(host: "127.0.0.1", port: channel.localAddress?.port ?? 0))
    }

    /// Stops listening and closes every connection.
    package func stop() async throws {
        try await channel.close()
        try await group.shutdownGracefully()
    }
}

private final class ScriptHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let greeting: String?
    private let script: FakeServer.Script
    private var decoder = RESPDecoder()
    private var count = 0

    init(greeting: String?, script: @escaping FakeServer.Script) {
        self.greeting = greeting
        self.script = script
    }

    func channelActive(context: ChannelHandlerContext) {
        if let greeting {
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: greeting)), promise: nil)
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        decoder.append(unwrapInboundIn(data).readableBytesView)
        while case .reply(let command)? = try? decoder.next() {
            let words = (command.elements ?? []).compactMap(\.bytes).map {
                String(decoding: $0, as: UTF8.self)
            }
            answer(script(words, count), context)
            count += 1
        }
    }

    private func answer(_ answer: FakeServer.Answer, _ context: ChannelHandlerContext) {
        switch answer {
        case .bytes(let text):
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
        case .slowly(let text):
            for byte in text.utf8 {
                context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: [byte])), promise: nil)
            }
        case .silence: break
        case .hangUp: context.close(promise: nil)
        }
    }
}

extension FakeServer {
    /// A bulk string on the wire.
    package static func bulk(_ text: String) -> String { "$\(text.utf8.count)\r\n\(text)\r\n" }

    /// What a modest but real server says to a handshake; `nil` for any other command.
    package static func handshake(_ words: [String]) -> Answer? {
        switch words.first?.uppercased() {
        case "HELLO": .bytes("%1\r\n+proto\r\n:3\r\n")
        case "CLIENT", "SELECT", "AUTH": .bytes("+OK\r\n")
        default: nil
        }
    }
}
