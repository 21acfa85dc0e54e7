import NIOCore
import RESP

/// Listens on a connection of its own until it has had enough, then hangs up.
///
/// Commands come in batches, and so do chances for the server to end anything: it looks at the clock when
/// its event loop turns, which is right behind a batch. A burst bounded by such moments counts 8 to 30 % too
/// many. So the window is fixed beforehand, by the server's clock, and lines count by their own time
/// stamps; what comes before it and behind it is dropped.
///
/// The end does not wait for anybody. `WAIT` for more replicas than there can be keeps the server
/// from the `QUIT` behind it until the window is over: it ends the burst by its own clock, even if this
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
    /// The window by the server's clock; `nil` where the clock is not known.
    private var window: Range<Int64>?
    /// How long it takes from now until the window begins.
    private let lead: Duration

    /// The longest line that is put together from pieces; a longer one is only counted.
    private static var longestLine: Int { 1 << 20 }
    /// How much longer than the burst a server may take before it is hung up on.
    private static var patience: TimeAmount { .milliseconds(200) }
    /// The shortest time for the opening command to get there and take effect.
    private static var leastLead: Duration { .milliseconds(5) }

    /// A handler for a connection on which a round trip takes so long.
    init(
        _ parser: Parser,
        _ limits: TrafficBurst.Limits,
        roundTrip: Duration,
        done: EventLoopPromise<TrafficBurst>
    ) {
        (self.parser, self.limits, self.done) = (parser, limits, done)
        lead = max(Self.leastLead, roundTrip * 2)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        var length = limits.duration
        if let now = limits.serverMicroseconds?() {
            let start = now + Int64(lead / .microseconds(1))
            window = start..<(start + Int64(limits.duration / .microseconds(1)))
            length += lead
        }
        let milliseconds = max(1, Int((length / .milliseconds(1)).rounded(.up)))
        var bytes: [UInt8] = []
        parser.opening.encode(into: &bytes)
        RESPCommand("WAIT", MonitorLine.allReplicas, "\(milliseconds)").encode(into: &bytes)
        RESPCommand("QUIT").encode(into: &bytes)
        let buffer = wrapOutboundOut(ByteBuffer(bytes: bytes))
        context.writeAndFlush(buffer, promise: nil)
        let latest = TimeAmount(length) + Self.patience
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
            // A window that has begun already has lost its first commands.
            if let window, let now = limits.serverMicroseconds?() {
                burst.isBroken = now > window.lowerBound
            }
        case .heard(let uses, let time):
            if let window, let time {
                guard window.contains(time) else { return }
                latest = time
            }
            burst.commands += 1
            burst.uses += uses
        case .refused(let text):
            if hasBegun { burst.waitRefusal = text } else { done.fail(RedisError.rejected(text)) }
            end(context)
        case .ended:
            hasEnded = true
            end(context)
        }
    }

    /// When the last command in the window ran.
    private var latest: Int64?
    /// `true` once the server has ended the burst itself.
    private var hasEnded = false

    func channelInactive(context: ChannelHandlerContext) {
        end(context)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { end(context) }

    private func end(_ context: ChannelHandlerContext) {
        if let window {
            burst.duration = limits.duration
            if burst.wasCut, let latest {
                // The command that was one too many ends the time for those before it.
                burst.duration = .microseconds(latest - window.lowerBound)
            } else if !hasEnded {
                burst.isBroken = true
            }
        } else if hasBegun {
            burst.duration = .nanoseconds((NIODeadline.now() - begun).nanoseconds)
        }
        done.succeed(burst)
        context.close(promise: nil)
    }
}
