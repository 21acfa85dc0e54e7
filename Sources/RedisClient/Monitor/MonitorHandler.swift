import NIOCore
import RESP

/// Listens to `MONITOR` on a connection of its own until it has had enough, then hangs up.
///
/// The end does not wait for anybody: it comes by the event loop's own clock, or with the byte or
/// the command that is one too many, whatever the rest of the program is doing.
final class MonitorHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let limits: MonitorBurst.Limits
    private let done: EventLoopPromise<MonitorBurst>
    private var burst = MonitorBurst()
    private var pending: [UInt8] = []
    private var bytes = 0
    private var hasBegun = false

    /// The longest line that is put together from pieces; a longer one is only counted.
    private static let longestLine = 1 << 20

    init(_ limits: MonitorBurst.Limits, done: EventLoopPromise<MonitorBurst>) {
        (self.limits, self.done) = (limits, done)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        var bytes: [UInt8] = []
        RESPCommand("MONITOR").encode(into: &bytes)
        let buffer = wrapOutboundOut(ByteBuffer(bytes: bytes))
        context.writeAndFlush(buffer, promise: nil)
        context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(limits.duration)) {
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
            if line.first == UInt8(ascii: "-") {
                done.fail(RedisError.rejected(Array(line.dropFirst().filter { $0 != 0x0D })))
            }
            return end(context)
        }
        guard hasBegun else {
            hasBegun = true
            return
        }
        guard let command = MonitorLine(line.dropFirst()) else { return }
        burst.commands += 1
        burst.keys += command.keys
    }

    func channelInactive(context: ChannelHandlerContext) {
        end(context)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { end(context) }

    private func end(_ context: ChannelHandlerContext) {
        done.succeed(burst)
        context.close(promise: nil)
    }
}
