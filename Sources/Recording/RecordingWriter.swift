package import CacheMetrics
import FoundationEssentials
import Glibc
import SystemPackage

/// Appends readings to a file, one write for each, nothing ever rewritten.
///
/// What a write has returned for survives `kill -9`: it is the system's by then. Every frame is
/// decoded again before it is written and compared with what it should hold; if it differs, the
/// blocks are written as they are. A disk that fails costs the readings that come until it works again,
/// which are counted, and nothing else: every ten seconds it is tried anew.
package struct RecordingWriter: ReadingLog {
    private let file: FileDescriptor
    private let path: String
    private var offset: UInt64
    private var coder = TickCoder(codec: .arithmetic)
    private var checker = TickCoder(codec: .arithmetic)
    private var chainSum: UInt32 = 0
    private var sequence: UInt64 = 0
    private var ticksInGroup = 0
    private var groupOffset: UInt64 = 0
    private var lastKeyframe: UInt64 = 0
    private var lastSync: Int64 = 0
    private var lastFailure: Int64?
    private var clockDifference: Int64?
    private var latest: [NodeID: Interval.Observation] = [:]
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
        /// Why nothing is written now, or `nil` while all is well.
        package var failure: String?
        /// Readings that could not be written.
        package var lost: UInt64 = 0
    }

    /// Microseconds after which what was written is forced to the disk.
    private static let syncEvery: Int64 = 10_000_000
    /// Microseconds from one attempt at a disk that fails to the next.
    private static let retryEvery: Int64 = 10_000_000

    /// Creates a file that nobody else can read and writes its header.
    ///
    /// - Throws: `exists` rather than overwrite anything; nothing is created then.
    package init(creating path: String, _ header: RecordingHeader) throws(RecordingError) {
        var header = header
        header.session = (0..<16).map { _ in UInt8.random(in: 0...255) }
        do {
            file = try FileDescriptor.open(
                FilePath(path),
                .writeOnly,
                options: [.create, .exclusiveCreate, .append, .closeOnExec, .noFollow],
                permissions: .ownerReadWrite
            )
        } catch Errno.fileExists {
            throw Self.isLocked(path) ? .inUse(path: path) : .exists(path: path)
        } catch {
            throw .system(path: path, reason: "\(error)")
        }
        self.path = path
        _ = flock(file.rawValue, LOCK_EX | LOCK_NB)
        do {
            let bytes = try header.encoded()
            try file.writeAll(bytes)
            offset = UInt64(bytes.count)
        } catch {
            throw .system(path: path, reason: "\(error)")
        }
        progress.bytes = offset
    }

    private static func isLocked(_ path: String) -> Bool {
        guard let other = try? FileDescriptor.open(FilePath(path), .readOnly, options: .closeOnExec)
        else {
            return false
        }
        defer { try? other.close() }
        return flock(other.rawValue, LOCK_SH | LOCK_NB) != 0
    }

    package mutating func append(_ reading: Reading) {
        let now = reading.moment.steadyMicroseconds
        if let lastFailure, now &- lastFailure < Self.retryEvery {
            progress.lost += 1
            sequence += 1
            return
        }
        let frame = frame(for: reading)
        do {
            try file.writeAll(frame)
        } catch {
            // Half a frame at the end would be taken for damage: cut it off again.
            try? file.resize(to: Int64(offset))
            progress.failure = (error as? Errno) == .noSpace ? "disk full" : "\(error)"
            progress.lost += 1
            lastFailure = now
            return
        }
        (progress.failure, lastFailure) = (nil, nil)
        offset += UInt64(frame.count)
        progress.bytes = offset
        progress.ticks += 1
        if case .sample = reading.content { progress.samples += 1 }
        progress.firstMicroseconds = progress.firstMicroseconds ?? reading.moment.wallMicroseconds
        sync(at: now)
    }

    /// Forces everything to the disk and closes the file.
    package mutating func finish() {
        fdatasync(file.rawValue)
        try? file.close()
    }

    /// Closes the file and removes it.
    mutating func abandon() {
        try? file.close()
        try? FileManager.default.removeItem(atPath: path)
    }

    private mutating func sync(at now: Int64) {
        guard ticksInGroup == 1 || now &- lastSync >= Self.syncEvery else { return }
        lastSync = now
        if fdatasync(file.rawValue) != 0 {
            progress.failure = "the disk did not take what was written"
        }
    }
}

// Frames.
extension RecordingWriter {
    private mutating func frame(for reading: Reading) -> [UInt8] {
        let events = discontinuities(of: reading)
        let stepped = clockStepped(reading.moment)
        let (isFirst, followsGap) = (sequence == 0, lastFailure != nil)
        defer { sequence += 1 }
        let groupBytes = offset - groupOffset
        if !isFirst, !followsGap, !stepped, events.isEmpty,
            ticksInGroup < RecordingFormat.ticksPerGroup,
            groupBytes < UInt64(RecordingFormat.bytesPerGroup)
        {
            let payload = coder.encode(reading)
            if checker.reproduces(payload, of: coder) {
                let (bytes, sum) = DependentFrame.encoded(payload, after: chainSum)
                if !bytes.starts(with: RecordingFormat.syncMarker) {
                    chainSum = sum
                    ticksInGroup += 1
                    return bytes
                }
            }
        }
        var flags: KeyframeHeader.Flags = isFirst ? .first : []
        if stepped { flags.insert(.clockStepped) }
        if followsGap { flags.insert(.followsGap) }
        return keyframe(for: reading, events: events, flags: flags)
    }

    private mutating func keyframe(
        for reading: Reading,
        events: [Discontinuity],
        flags: KeyframeHeader.Flags
    ) -> [UInt8] {
        coder = TickCoder(codec: .arithmetic, nodesOf: coder)
        checker = TickCoder(codec: .arithmetic)
        var payload = coder.encode(reading, events: events)
        if !checker.reproduces(payload, of: coder) {
            coder = TickCoder(codec: .raw, nodesOf: coder)
            checker = TickCoder(codec: .raw)
            payload = coder.encode(reading, events: events)
            _ = checker.decode(payload[...])
        }
        let header = KeyframeHeader(
            flags: flags,
            codec: coder.codec.rawValue,
            payloadLength: payload.count,
            sequence: sequence,
            wallMicroseconds: reading.moment.wallMicroseconds,
            steadyMicroseconds: reading.moment.steadyMicroseconds,
            previousOffset: lastKeyframe,
            payloadSum: CRC32C.checksum(payload)
        )
        let (bytes, sum) = header.encoded()
        chainSum = sum
        ticksInGroup = 1
        groupOffset = offset
        lastKeyframe = offset
        return bytes + payload
    }

    /// What happened to the node's counters since its last sample, for the line of time.
    private mutating func discontinuities(of reading: Reading) -> [Discontinuity] {
        guard case .sample(let sample) = reading.content else { return [] }
        let now = Interval.Observation(moment: reading.moment, sample: sample)
        defer { latest[reading.node] = now }
        let before = latest[reading.node]
        return before.flatMap { Discontinuity(from: $0, to: now) }.map { [$0] } ?? []
    }

    /// Whether the wall clock was set: it ran two seconds more or less than the steady one.
    private mutating func clockStepped(_ moment: Moment) -> Bool {
        let difference = moment.wallMicroseconds &- moment.steadyMicroseconds
        defer { clockDifference = difference }
        return clockDifference.map { abs(difference &- $0) > 2_000_000 } ?? false
    }
}
