import NIOCore
import RESP

/// Listens on a connection of its own until it has had enough, then hangs up.
///
/// The end does not wait for anybody. `WAIT` for more replicas than there can be keeps the server
/// from the `QUIT` behind it for just so long: it ends the burst by its own clock, even if this
/// process was stopped meanwhile and reads nothing, so that it never writes down more than that for
/// us. The byte or the command that is one too many ends it sooner.
final class BurstHandler<Parser: BurstParser>: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let limits: TrafficBurst.Limits
    private let done: EventLoopPromise<TrafficBurst>
    private var burst = TrafficBurst()
    private var parser: Parser
    private var bytes = 0
    private var hasBegun = false
    private var begun = NIODeadline.now()

    /// The longest line that is put together from pieces; a longer one is only counted.
    private static var longestLine: Int { 1 << 20 }
    /// How much longer than the burst a server may take before it is hung up on.
    private static var patience: TimeAmount { .milliseconds(200) }

    init(
        _ parser: Parser,
        _ limits: TrafficBurst.Limits,
        done: EventLoopPromise<TrafficBurst>
    ) {
        (self.parser, self.limits, self.done) = (parser, limits, done)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let milliseconds = max(1, Int(limits.duration / .milliseconds(1)))
        var bytes: [UInt8] = []
        parser.opening.encode(into: &bytes)
        RESPCommand("WAIT", MonitorLine.allReplicas, "\(milliseconds)").encode(into: &bytes)
        RESPCommand("QUIT").encode(into: &bytes)
        let buffer = wrapOutboundOut(ByteBuffer(bytes: bytes))
        context.writeAndFlush(buffer, promise: nil)
        let latest = TimeAmount(limits.duration) + Self.patience
        context.eventLoop.assumeIsolated().scheduleTask(in: latest) {
            self.end(context)
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let view = unwrapInboundIn(data).readableBytesView
        bytes += view.count
        for event in parser.take(view) { take(event, context) }
        let isTooMuch =
            bytes > limits.bytes || burst.commands >= limits.commands
            || parser.pendingCount > Self.longestLine
        guard isTooMuch else { return }
        burst.wasCut = true
        end(context)
    }

    private func take(_ event: BurstEvent, _ context: ChannelHandlerContext) {
        switch event {
        case .began:
            hasBegun = true
            begun = .now()
        case .heard(let uses):
            burst.commands += 1
            burst.uses += uses
        case .refused(let text):
            if hasBegun { burst.waitRefusal = text } else { done.fail(RedisError.rejected(text)) }
            end(context)
        case .ended: end(context)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        end(context)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { end(context) }

    private func end(_ context: ChannelHandlerContext) {
        if hasBegun { burst.duration = .nanoseconds((NIODeadline.now() - begun).nanoseconds) }
        done.succeed(burst)
        context.close(promise: nil)
    }
}
