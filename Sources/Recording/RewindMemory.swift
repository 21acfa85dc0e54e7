package import CacheMetrics
import SystemPackage

/// The last day of what was watched, in memory, as it would be in a file: a recording that nobody
/// had to think of beforehand.
package struct RewindMemory: Sendable {
    private var encoder = FrameEncoder()
    /// The frames, from a keyframe on.
    private var bytes: [UInt8] = []
    private var ticks: [RecordingReader.Tick] = []
    private var isAway: Set<NodeID> = []
    private var nodes: Set<NodeID> = []
    /// Ticks that were forgotten, so that one keeps its number while others go.
    package private(set) var forgotten = 0

    /// Microseconds that are kept.
    private static let span: Int64 = 86_400_000_000
    /// Bytes that are kept of each node, whatever it says.
    private static let bytesPerNode = 10 << 20

    /// A memory of nothing.
    package init() {}

    /// How many readings there are in it.
    package var count: Int { ticks.count }

    /// Keeps a reading, and forgets what is older than a day.
    package mutating func append(_ reading: Reading) {
        let frame = encoder.frame(for: reading, afterGap: false)
        let isKeyframe = encoder.ticksInGroup == 1
        let start = bytes.count + frame.count
        bytes += frame
        nodes.insert(reading.node)
        let isOutage =
            if case .outage = reading.content { true } else { false }
        let isNews = isOutage && !isAway.contains(reading.node) && !ticks.isEmpty
        if isOutage { isAway.insert(reading.node) } else { isAway.remove(reading.node) }
        ticks.append(
            RecordingReader.Tick(
                wallMicroseconds: reading.moment.wallMicroseconds,
                steadyMicroseconds: max(
                    reading.moment.steadyMicroseconds,
                    ticks.last?.steadyMicroseconds ?? .min
                ),
                isEvent: isNews || encoder.hasEvent,
                end: UInt64(start),
                payload: encoder.payload(endingAt: start),
                isBare: !isKeyframe && encoder.isBare,
                isMended: false,
                keyframeCodec: isKeyframe ? encoder.codec : nil
            )
        )
        if isKeyframe { forget() }
    }

    /// Forgets whole groups, since the first of a group is what the others need.
    private mutating func forget() {
        guard let newest = ticks.last else { return }
        while let next = ticks.indices.dropFirst().first(where: { ticks[$0].keyframeCodec != nil }),
            newest.steadyMicroseconds &- ticks[next].steadyMicroseconds > Self.span
                || bytes.count > Self.bytesPerNode * nodes.count
        {
            let end = Int(ticks[next - 1].end)
            bytes.removeFirst(end)
            ticks.removeFirst(next)
            for index in ticks.indices { ticks[index].shift(by: -end) }
            forgotten += next
        }
    }

    /// What there is, as a recording to be looked at; `nil` if there is nothing.
    package func reader(named name: String, _ header: RecordingHeader) -> RecordingReader? {
        ticks.isEmpty
            ? nil : RecordingReader(name: name, header: header, ticks: ticks, bytes: bytes)
    }

    /// Writes what there is to a new file.
    package func write(to path: String, _ header: RecordingHeader) throws(RecordingError) {
        var file = try RecordingFile(creating: path)
        defer { file.close() }
        do {
            try file.write(try header.asNew.encoded() + bytes + Trailer.bytes)
            try file.sync()
        } catch {
            throw .system(path: path, reason: "\(error)")
        }
    }
}
