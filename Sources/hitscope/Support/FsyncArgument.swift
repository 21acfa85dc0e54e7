import ArgumentParser
import Recording

/// `no`, `10s` or `always`, as in Redis' `appendfsync`.
struct FsyncArgument: ExpressibleByArgument {
    let policy: RecordingWriter.SyncPolicy

    init(policy: RecordingWriter.SyncPolicy) { self.policy = policy }

    init?(argument text: String) {
        guard let policy = RecordingWriter.SyncPolicy(rawValue: text) else { return nil }
        self.policy = policy
    }

    var defaultValueDescription: String { policy.rawValue }
}
