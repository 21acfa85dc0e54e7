import NIOCore
import RESP

/// Sits in the channel's pipeline: writes batches, reads replies, keeps their deadline.
///
/// It runs on the channel's event loop only, so its state needs no protection.
final class BatchHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = Batch
    typealias OutboundOut = ByteBuffer

    private var decoder = RESPDecoder()
    private var queue = CommandQueue<Batch>()
    private var deadline: Scheduled<Void>?
    private var unaskedError: [UInt8]?
    private var changed = ChangedKeys()
    private let farewell: EventLoopPromise<[UInt8]?>

    /// - Parameter farewell: gets the error a server sent unasked, if any, when the channel closes.
    init(farewell: EventLoopPromise<[UInt8]?>) {
        self.farewell = farewell
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let batch = unwrapOutboundIn(data)
        guard context.channel.isActive, queue.begin(batch, count: batch.commands.count) else {
            batch.replies.fail(RedisError.closed(during: batch.step))
            return
        }
        var bytes: [UInt8] = []
        for command in batch.commands { command.encode(into: &bytes) }
        deadline = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(batch.deadline)) {
            self.lose(.timedOut(batch.step, after: batch.deadline), in: context)
        }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: promise)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        decoder.append(unwrapInboundIn(data).readableBytesView)
        do {
            while let message = try decoder.next() {
                if case .reply(.error(let text)) = message, queue.isIdle { unaskedError = text }
                if case .push(let parts) = message { note(parts) }
                perform(queue.receive(message), in: context, because: nil)
            }
        } catch {
            lose(.notRESP(error), in: context)
        }
    }

    /// Remembers which keys a server says have changed: `invalidate` and a list, or null for all.
    private func note(_ push: [RESPValue]) {
        guard push.count == 2, push[0].bytes == Array("invalidate".utf8) else { return }
        guard let keys = push[1].elements else {
            changed.isEverything = true
            return
        }
        for key in keys.compactMap(\.bytes) { changed.insert(key) }
    }

    /// What has changed since this was asked last.
    func takeChanged() -> ChangedKeys {
        defer { changed = ChangedKeys() }
        return changed
    }

    func channelInactive(context: ChannelHandlerContext) {
        lose(nil, in: context)
        farewell.succeed(unaskedError)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        lose(nil, in: context)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        farewell.succeed(unaskedError)
    }

    /// Gives up on the connection; `nil` as the reason means that the other side went away.
    private func lose(_ reason: RedisError?, in context: ChannelHandlerContext) {
        perform(queue.fail(), in: context, because: reason)
    }

    private func perform(
        _ action: CommandQueue<Batch>.Action,
        in context: ChannelHandlerContext,
        because reason: RedisError?
    ) {
        switch action {
        case .wait:
            break
        case .succeed(let batch, let replies):
            deadline?.cancel()
            batch.replies.succeed(replies)
        case .close(let batch):
            deadline?.cancel()
            if let batch { batch.replies.fail(reason ?? .closed(during: batch.step)) }
            context.close(promise: nil)
        }
    }
}
