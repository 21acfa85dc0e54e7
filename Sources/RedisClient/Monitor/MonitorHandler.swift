import NIOCore
import RESP

/// Listens to `MONITOR` on a connection of its own until it has had enough, then hangs up.
///
/// The end does not wait for anybody. `WAIT` for more replicas than there can be keeps the server
/// from the `QUIT` behind it for just so long: it ends the burst by its own clock, even if this
/// process was stopped meanwhile and reads nothing, so that it never writes down more than that for
/// us. The byte or the command that is one too many ends it sooner.
final class MonitorHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let limits: MonitorBurst.Limits
    private let done: EventLoopPromise<MonitorBurst>
    private var burst = MonitorBurst()
    private var pending: [UInt8] = []
    private var bytes = 0
    private var hasBegun = false
    private var begun = NIODeadline.now()

    /// The longest line that is put together from pieces; a longer one is only counted.
    private static let longestLine = 1 << 20
    /// How much longer than the burst a server may take before it is hung up on.
    private static let patience = TimeAmount.milliseconds(200)

    init(_ limits: MonitorBurst.Limits, done: EventLoopPromise<MonitorBurst>) {
        (self.limits, self.done) = (limits, done)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let milliseconds = max(1, Int(limits.duration / .milliseconds(1)))
        var bytes: [UInt8] = []
        RESPCommand("MONITOR").encode(into: &bytes)
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
        pending.append(contentsOf: view)
        var start = 0
        while let end = pending[start...].firstIndex(of: 0x0A) {
            take(pending[start..<end], context)
            start = end + 1
        }
        pending.removeFirst(start)
        let isTooMuch =
            bytes > limits.bytes || burst.commands >= limits.commands
            || pending.count > Self.longestLine
        guard isTooMuch else { return }
        burst.wasCut = true
        end(context)
    }

    private func take(_ line: ArraySlice<UInt8>, _ context: ChannelHandlerContext) {
        guard line.first == UInt8(ascii: "+") else {
            let text = Array(line.dropFirst().filter { $0 != 0x0D })
            if line.first == UInt8(ascii: "-"), !hasBegun { done.fail(RedisError.rejected(text)) }
            if line.first == UInt8(ascii: "-"), hasBegun { burst.waitRefusal = text }
            return end(context)
        }
        guard hasBegun else {
            hasBegun = true
            begun = .now()
            return
        }
        guard let command = MonitorLine(line.dropFirst()), !command.isOwn else { return }
        burst.commands += 1
        burst.keys += command.keys
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
