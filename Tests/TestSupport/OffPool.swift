import Foundation

/// Runs what blocks on a thread of its own: Swift has as few as the machine has cores, and a test that
/// held one would hold up the others.
func offPool<Result: Sendable>(_ body: @Sendable @escaping () -> Result) async -> Result {
    await withCheckedContinuation { continuation in
        Thread.detachNewThread { continuation.resume(returning: body()) }
    }
}
