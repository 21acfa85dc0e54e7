package import CacheMetrics
import FoundationEssentials
import SystemPackage

/// A recording, its frames found and checked, ready to be read from any tick.
///
/// Opening hops over the frames and verifies every checksum. What does not verify is damage: the
/// reader looks for the next keyframe, goes on from there and says what was lost. The whole file is
/// held in memory; a day of one node is a few megabytes.
package struct RecordingReader: Sendable {
    /// The file's name without its folder.
    package let name: String
    /// What the file says of itself.
    package let header: RecordingHeader
    /// The ticks, oldest first.
    package var ticks: [Tick] { scan.ticks }
    /// Stretches that could not be read.
    package var damages: [Damage] { scan.damages }
    /// Whether it was closed in order; a recorder that was killed, or goes on, has not.
    package var isClosed: Bool { scan.isClosed }
    /// The place at which to go on writing: behind the last frame, what was torn off after it and
    /// zeros left out, but behind all that is there and cannot be read.
    var end: UInt64 {
        let rest = scan.bytes[scan.end...]
        let isDamage = damages.last?.bytes.upperBound == scan.bytes.count
        return UInt64(isDamage && rest.contains { $0 != 0 } ? scan.bytes.count : scan.end)
    }
    /// The number of the reading that would come next.
    var nextSequence: UInt64 { scan.nextSequence }
    private var scan: FrameScan

    /// One reading's place in the file.
    package struct Tick: Sendable, Equatable {
        /// When it was, wall clock, microseconds since 1970.
        package var wallMicroseconds: Int64
        /// When it was, steady clock, microseconds.
        package var steadyMicroseconds: Int64
        /// What happened on it, if anything: a restart, a reset, an outage.
        package var isEvent: Bool
        /// The first byte after it in the file.
        package var end: UInt64
        var payload: Range<Int>
        /// Whether the payload is a coded tick of the first node without its head.
        var isBare: Bool
        /// Whether one of its bits was flipped, and is as it was written again.
        package var isMended: Bool
        /// Whether readings before it were lost on their way here.
        package var followsGap = false
        /// The codec, on the first tick of a group.
        var keyframeCodec: RecordingCodec?

        /// Moves it in its file.
        mutating func shift(by bytes: Int) {
            end = UInt64(Int(end) + bytes)
            payload = (payload.lowerBound + bytes)..<(payload.upperBound + bytes)
        }
    }

    /// A stretch of bytes that is no part of a recording.
    package struct Damage: Sendable, Equatable {
        /// Where it is in the file.
        package var bytes: Range<Int>
        /// The tick that comes after it.
        package var nextTick: Int
    }

    /// Opens a recording, however damaged, unless nothing of it can be read.
    ///
    /// A folder is opened as one recording, whose segments are its files. Of a file it is enough to
    /// look at the beginning to show that; `readOn` reads the rest.
    package init(opening path: String, atMost most: Int = .max) throws(RecordingError) {
        name = FilePath(path).lastComponent?.string ?? path
        let isFolder = (try? Stat(FilePath(path)))?.type == .directory
        let segments = isFolder ? SegmentPlan.segments(of: path) : []
        let paths = segments.isEmpty ? [path] : segments
        var (first, bytes): (RecordingHeader?, [UInt8]) = (nil, [])
        var (hasHeader, beginnings) = (false, [Int]())
        var session: [UInt8]?
        for segment in paths {
            let read = try Self.read(segment, atMost: isFolder ? .max : most)
            let found: (RecordingHeader, Int)?
            do {
                found = try RecordingHeader.decode(read[...], path: segment)
            } catch .notARecording where paths.count > 1 {
                // One bad file is damage; it does not hide the others.
                bytes += read
                continue
            }
            first = first ?? found?.0
            hasHeader = hasHeader || found != nil
            let start = found?.1 ?? RecordingFormat.headerLength
            if let session, let found, found.0.session != session { beginnings.append(bytes.count) }
            session = found?.0.session ?? session
            // One file is kept as it is, so that places in it are those that are told.
            bytes = paths.count == 1 ? read : bytes + read.dropFirst(start)
        }
        header = first ?? RecordingHeader()
        let start = paths.count == 1 ? Self.firstFrame(bytes) : 0
        var scan = FrameScan(bytes, from: start, beginnings: beginnings)
        scan.run()
        guard !scan.ticks.isEmpty else {
            throw scan.damages.isEmpty && hasHeader ? .empty(path: path) : .unreadable(path: path)
        }
        self.scan = scan
    }

    /// Reads on in a file that somebody may be writing; whether there was anything new.
    ///
    /// What is not whole yet is left for the next time.
    package mutating func readOn(in path: String) -> Bool {
        let known = scan.bytes.count
        guard let status = try? Stat(FilePath(path)), status.type == .regular,
            status.size > Int64(known),
            let all = try? Data(contentsOf: URL(filePath: path)), all.count > known
        else { return false }
        let before = scan.ticks.count
        if scan.damages.isEmpty {
            scan.goOn(with: [UInt8](all.dropFirst(known)))
        } else {
            // What was taken for damage may have been the beginning of something.
            let bytes = [UInt8](all)
            scan = FrameScan(bytes, from: Self.firstFrame(bytes))
            scan.run()
        }
        return scan.ticks.count > before
    }

    /// A whole recording that is in memory, under a name for messages.
    package init(_ bytes: [UInt8], named name: String) throws(RecordingError) {
        guard let (header, start) = try RecordingHeader.decode(bytes[...], path: name) else {
            throw .unreadable(path: name)
        }
        (self.name, self.header) = (name, header)
        scan = FrameScan(bytes, from: start)
        scan.run()
        guard !scan.ticks.isEmpty else { throw .empty(path: name) }
    }

    /// A recording that is in memory.
    init(name: String, header: RecordingHeader, ticks: [Tick], bytes: [UInt8]) {
        (self.name, self.header) = (name, header)
        scan = FrameScan(bytes, knowing: ticks)
    }

    private static func firstFrame(_ bytes: [UInt8]) -> Int {
        let header = try? RecordingHeader.decode(bytes[...], path: "")
        return header?.1 ?? RecordingFormat.headerLength
    }

    private static func read(_ path: String, atMost most: Int) throws(RecordingError) -> [UInt8] {
        do {
            guard try Stat(FilePath(path)).type == .regular else {
                throw RecordingError.notAFile(path: path)
            }
            let url = URL(filePath: path)
            // Not mapped into memory: a file that is cut off meanwhile would end the program.
            return [UInt8](try Data(contentsOf: url).prefix(most))
        } catch let error as RecordingError {
            throw error
        } catch let error as Errno {
            throw .system(path: path, reason: error.description)
        } catch {
            throw .system(path: path, reason: "it cannot be read")
        }
    }

    /// Reads ticks one after the other from the given one on; reading forward costs least.
    ///
    /// Who looks at some fields of INFO only may get reports that have no others.
    package func cursor(
        at tick: Int,
        selecting selection: InfoSelection? = nil
    ) -> RecordingCursor {
        RecordingCursor(self, at: tick, selecting: selection)
    }

    /// The payload of a tick's frame.
    func payload(_ tick: Int) -> ArraySlice<UInt8> {
        let payload = scan.bytes[ticks[tick].payload]
        return ticks[tick].isBare ? [DependentFrame.bareHead] + payload : payload
    }

    /// The tick that begins the group a tick is in.
    func keyframe(before tick: Int) -> Int {
        var index = tick
        while index > 0, ticks[index].keyframeCodec == nil { index -= 1 }
        return index
    }
}
