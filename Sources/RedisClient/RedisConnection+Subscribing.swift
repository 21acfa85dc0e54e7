import NIOCore
import RESP

extension RedisConnection {
    /// Subscribes to a channel of messages and stays until the task is cancelled or the server hangs up:
    /// for the demo's own traffic, never for watching.
    ///
    /// Messages are taken and dropped, or left lying, so that they pile up on the server.
    package func subscribe(to name: String, takesMessages: Bool) async {
        let channel = channel
        var bytes: [UInt8] = []
        RESPCommand("SUBSCRIBE", name).encode(into: &bytes)
        await withTaskCancellationHandler {
            do {
                try await channel.pipeline.removeHandler(name: Self.handlerName).get()
                try await channel.setOption(.autoRead, value: takesMessages).get()
                try await channel.writeAndFlush(ByteBuffer(bytes: bytes)).get()
                try await channel.closeFuture.get()
            } catch {
                channel.close(promise: nil)
            }
        } onCancel: {
            channel.close(promise: nil)
        }
    }
}
