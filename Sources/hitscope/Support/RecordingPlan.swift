import Recording

/// How a recording is to be written.
struct RecordingPlan: Sendable {
    /// Whether to go on with a recording that is there.
    var appends = false
    /// When to force to the disk what was written.
    var sync = RecordingWriter.SyncPolicy.tenSeconds
    /// How long the files of a folder are, or `nil` to write one file.
    var rotation: SegmentPlan.Limit?
    /// How much of the folder to keep, or `nil` for all.
    var keep: SegmentPlan.Limit?

    /// Opens what to record to.
    func open(_ path: String, _ header: RecordingHeader) throws(RecordingError) -> RecordingWriter {
        if let rotation {
            let segments = SegmentPlan(folder: path, limit: rotation, keep: keep)
            return try RecordingWriter(in: segments, header, sync: sync)
        }
        guard appends else { return try RecordingWriter(creating: path, header, sync: sync) }
        do {
            return try RecordingWriter(creating: path, header, sync: sync)
        } catch .exists {
            return try RecordingWriter(appendingTo: path, sync: sync)
        }
    }
}
