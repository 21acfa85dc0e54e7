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
    package let ticks: [Tick]
    /// Stretches that could not be read.
    package let damages: [Damage]
    private let bytes: [UInt8]

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
        /// The codec, on the first tick of a group.
        var keyframeCodec: RecordingCodec?
    }

    /// A stretch of bytes that is no part of a recording.
    package struct Damage: Sendable, Equatable {
        /// Where it is in the file.
        package var bytes: Range<Int>
        /// The tick that comes after it.
        package var nextTick: Int
    }

    /// Opens a recording, however damaged, unless nothing of it can be read.
    package init(opening path: String) throws(RecordingError) {
        let file = FilePath(path)
        let bytes: [UInt8]
        do {
            let status = try Stat(file)
            guard status.type == .regular else { throw RecordingError.notAFile(path: path) }
            bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
        } catch let error as RecordingError {
            throw error
        } catch let error as Errno {
            throw .system(path: path, reason: error.description)
        } catch {
            throw .system(path: path, reason: "it cannot be read")
        }
        name = file.lastComponent?.string ?? path
        let found = try RecordingHeader.decode(bytes[...], path: path)
        header = found?.0 ?? RecordingHeader()
        var scan = FrameScan(bytes, from: found?.1 ?? RecordingFormat.headerLength)
        scan.run()
        guard !scan.ticks.isEmpty else {
            throw scan.damages.isEmpty && found != nil
                ? .empty(path: path) : .unreadable(path: path)
        }
        (self.bytes, ticks, damages) = (scan.bytes, scan.ticks, scan.damages)
    }

    /// Reads ticks one after the other from the given one on; reading forward costs least.
    package func cursor(at tick: Int) -> RecordingCursor {
        RecordingCursor(self, at: tick)
    }

    /// The payload of a tick's frame.
    func payload(_ tick: Int) -> ArraySlice<UInt8> {
        let payload = bytes[ticks[tick].payload]
        return ticks[tick].isBare ? [DependentFrame.bareHead] + payload : payload
    }

    /// The tick that begins the group a tick is in.
    func keyframe(before tick: Int) -> Int {
        var index = tick
        while index > 0, ticks[index].keyframeCodec == nil { index -= 1 }
        return index
    }
}
