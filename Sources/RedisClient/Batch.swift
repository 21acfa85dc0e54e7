import NIOCore
import RESP

/// Commands that go out in one write and whose replies come back together.
struct Batch: Sendable {
    let commands: [RESPCommand]
    let step: ConnectionStep
    let deadline: Duration
    let replies: EventLoopPromise<[RESPValue]>
}
