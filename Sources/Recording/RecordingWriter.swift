package import CacheMetrics
import FoundationEssentials
import SystemPackage

/// Appends readings to a file, one write for each, nothing ever rewritten.
///
/// What a write has returned for survives `kill -9`: it is the system's by then. Every frame is
/// decoded again before it is written and compared with what it should hold; if it differs, the
/// blocks are written as they are. While a disk fails readings are kept in memory, ten minutes of
/// them, and written when it works again: it is tried with each. What does not fit is counted.
package struct RecordingWriter: Sendable {
    private var storage: any RecordingStorage
    private let policy: SyncPolicy
    private let segments: SegmentPlan?
    private let header: RecordingHeader
    private var encoder = FrameEncoder()
    private var lastSync: Int64 = 0
    /// Readings that are still to be written.
    private var waiting: [Reading] = []
    /// Whether readings were lost since the last that was written.
    private var hasGap = false
    /// Where half a frame begins that could not be cut off yet: nothing is written behind it.
    private var tornAt: UInt64?
    /// Whether the disk failed to take what this file holds; with segments, the next is begun.
    private var isDistrusted = false
    /// The reading that a segment began with.
    private var segmentBegan: Int64?
    /// The file, if it was created for this recording.
    private let created: String?
    /// How the recording is doing.
    package private(set) var progress = Progress()

    /// How a recording is doing.
    package struct Progress: Sendable, Equatable {
        /// Bytes in the file.
        package var bytes: UInt64 = 0
        /// Readings written.
        package var ticks: UInt64 = 0
        /// How many of them are samples; the others say that there was none.
        package var samples: UInt64 = 0
        /// The wall clock of the first, microseconds since 1970.
        package var firstMicroseconds: Int64?
        /// The steady clock of the latest, microseconds.
        package var latestMicroseconds: Int64?
        /// Why nothing is written now, or `nil` while all is well.
        package var failure: String?
        /// Readings that wait in memory for the disk to work again.
        package var waiting: UInt64 = 0
        /// Readings that could not be written, and never will be.
        package var lost: UInt64 = 0
        /// Whether the disk once failed to take what was written: asking it again proves nothing.
        package var isDurabilityUnknown = false
        /// Whether the file was removed while it was written.
        package var isRemoved = false
    }

    /// When what was written is forced to the disk, in the words of Redis.
    package enum SyncPolicy: String, Sendable, CaseIterable {
        /// The system decides.
        case no
        /// Every ten seconds, and each keyframe.
        case tenSeconds = "10s"
        /// Each reading.
        case always
    }

    /// Microseconds after which what was written is forced to the disk.
    private static let syncEvery: Int64 = 10_000_000
    /// Readings of each node kept while the disk fails: ten minutes at the default interval.
    package static let mostWaiting = 600

    /// Creates a file that nobody else can read and writes its header; `-` is standard output.
    ///
    /// - Throws: `exists` rather than overwrite anything; nothing is created then.
    package init(
        creating path: String,
        _ header: RecordingHeader,
        sync policy: SyncPolicy = .tenSeconds
    ) throws(RecordingError) {
        let file = path == "-" ? RecordingFile() : try RecordingFile(creating: path)
        try self.init(to: file, at: path, header.asNew, sync: policy)
    }

    /// Begins a recording in segments: files in a folder, which is created.
    package init(
        in segments: SegmentPlan,
        _ header: RecordingHeader,
        sync policy: SyncPolicy = .tenSeconds
    ) throws(RecordingError) {
        try segments.prepare()
        let path = segments.path(of: 0)
        let file = try RecordingFile(creating: path)
        try self.init(to: file, at: path, header.asNew, sync: policy, segments: segments)
    }

    /// Goes on with a recording; what was torn off at its end is cut away, what is there stays.
    ///
    /// - Throws: if there is no recording of that name, or somebody is writing it.
    package init(
        appendingTo path: String,
        sync policy: SyncPolicy = .tenSeconds
    ) throws(RecordingError) {
        // What is no file is not to be opened: a pipe would be waited for.
        guard (try? Stat(FilePath(path)))?.type == .regular else { throw .notAFile(path: path) }
        var file = try RecordingFile(goingOnWith: path)
        let reader = try RecordingReader(opening: path)
        do {
            try file.truncate(to: reader.end)
        } catch {
            throw .system(path: path, reason: "\(error)")
        }
        (storage, self.policy, segments, header) = (file, policy, nil, reader.header)
        created = nil
        encoder.goOn(at: reader.end, sequence: reader.nextSequence)
        progress.bytes = reader.end
    }

    /// Begins a recording in a storage, which is empty.
    package init(
        to storage: any RecordingStorage,
        at path: String = "",
        _ header: RecordingHeader,
        sync policy: SyncPolicy = .tenSeconds,
        segments: SegmentPlan? = nil
    ) throws(RecordingError) {
        (self.storage, self.policy, self.segments, self.header) = (
            storage, policy, segments, header
        )
        created = path.isEmpty || path == "-" ? nil : path
        do {
            try begin(header)
        } catch {
            self.storage.close()
            try? FileManager.default.removeItem(atPath: path)
            throw .system(path: path, reason: "\(error)")
        }
    }

    private mutating func begin(_ header: RecordingHeader) throws {
        let bytes = try header.encoded()
        try writeAll(bytes, after: 0)
        encoder.goOn(at: UInt64(bytes.count), sequence: encoder.sequence)
        progress.bytes = UInt64(bytes.count)
    }

    /// Writes a reading and those that wait; `progress` says whether it could be, and why not.
    package mutating func append(_ reading: Reading) {
        if waiting.count >= Self.mostWaiting * max(1, encoder.nodes) {
            waiting.removeFirst()
            progress.lost += 1
            hasGap = true
        }
        waiting.append(reading)
        writeWaiting()
    }

    /// Says that so many readings before the next were lost on their way here.
    package mutating func lose(_ count: UInt64) {
        guard count > 0 else { return }
        progress.lost += count
        hasGap = true
    }

    /// Writes what there is to be written, as far as the disk takes it.
    private mutating func writeWaiting() {
        var written = 0
        for reading in waiting {
            guard write(reading) else { break }
            written += 1
        }
        waiting.removeFirst(written)
        progress.waiting = waiting.isEmpty ? 0 : UInt64(waiting.count)
    }

    private mutating func write(_ reading: Reading) -> Bool {
        rotate(before: reading)
        let offset = encoder.offset
        let frame = encoder.frame(for: reading, afterGap: hasGap)
        do {
            try writeAll(frame, after: offset)
        } catch {
            encoder.undo()
            progress.failure = Self.words(for: error)
            return false
        }
        hasGap = false
        progress.failure = nil
        progress.bytes = encoder.offset
        progress.ticks += 1
        if case .sample = reading.content { progress.samples += 1 }
        progress.firstMicroseconds = progress.firstMicroseconds ?? reading.moment.wallMicroseconds
        progress.latestMicroseconds = reading.moment.steadyMicroseconds
        sync(at: reading.moment.steadyMicroseconds)
        return true
    }

    private static func words(for error: Errno) -> String {
        switch error {
        case .noSpace: "disk full"
        case .brokenPipe: "nobody reads it any more"
        default: "\(error)"
        }
    }

    /// Writes bytes, all of them or, as far as can be, none.
    private mutating func writeAll(_ bytes: [UInt8], after offset: UInt64) throws(Errno) {
        // Behind half a frame all that follows would be taken for damage.
        if let tornAt { try cut(to: tornAt) }
        do {
            try storage.write(bytes)
        } catch {
            try? cut(to: offset)
            throw error
        }
    }

    /// Cuts off what a write left that failed; if that fails too, it is tried before the next.
    private mutating func cut(to offset: UInt64) throws(Errno) {
        tornAt = offset
        try storage.truncate(to: offset)
        tornAt = nil
    }

    private mutating func sync(at now: Int64) {
        let isDue =
            switch policy {
            case .no: false
            case .tenSeconds: encoder.ticksInGroup == 1 || now &- lastSync >= Self.syncEvery
            case .always: true
            }
        guard isDue else { return }
        lastSync = now
        force()
    }

    private mutating func force() {
        progress.isRemoved = progress.isRemoved || storage.isRemoved
        do {
            try storage.sync()
        } catch {
            progress.isDurabilityUnknown = true
            isDistrusted = true
        }
    }

    /// Writes what waits, if that can be, marks the end and closes the file.
    package mutating func finish() {
        writeWaiting()
        progress.lost += UInt64(waiting.count)
        progress.waiting = 0
        waiting = []
        close()
    }

    private mutating func close() {
        if progress.failure == nil { try? writeAll(Trailer.bytes, after: encoder.offset) }
        progress.isRemoved = progress.isRemoved || storage.isRemoved
        if policy != .no { force() }
        storage.close()
    }

    /// Closes the file and removes it.
    mutating func abandon(_ path: String) {
        storage.close()
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Closes a recording that nothing was written to, and removes the file if it was created for it.
    package mutating func abandon() {
        storage.close()
        guard let created, progress.ticks == 0 else { return }
        try? FileManager.default.removeItem(atPath: created)
    }
}

// Segments.
extension RecordingWriter {
    /// Begins the next segment if the one that is written is long enough.
    private mutating func rotate(before reading: Reading) {
        guard let segments else { return }
        let now = reading.moment.steadyMicroseconds
        let began = segmentBegan ?? now
        segmentBegan = began
        guard encoder.ticksInGroup > 0,
            isDistrusted || segments.isFull(bytes: encoder.offset, microseconds: now &- began)
        else { return }
        var next = encoder
        next.ordinal += 1
        var header = header
        header.ordinal = UInt32(truncatingIfNeeded: next.ordinal)
        // The next file is begun before this one is ended: if it cannot be, this one goes on.
        let path = segments.path(of: next.ordinal)
        guard let bytes = try? header.encoded(), var file = try? RecordingFile(creating: path)
        else {
            return
        }
        guard (try? file.write(bytes)) != nil else {
            file.close()
            try? FileManager.default.removeItem(atPath: path)
            return
        }
        close()
        next.goOn(at: UInt64(bytes.count), sequence: next.sequence)
        (storage, encoder, segmentBegan) = (file, next, now)
        (tornAt, isDistrusted) = (nil, false)
        segments.removeOldest()
    }
}
