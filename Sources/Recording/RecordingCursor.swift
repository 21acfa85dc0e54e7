package import CacheMetrics

/// A place in a recording from which readings can be taken in order.
package struct RecordingCursor: Sendable {
    private var reader: RecordingReader
    private var coder = TickCoder(codec: .raw)
    private let selection: InfoSelection?
    /// The tick that comes next.
    package private(set) var tick: Int

    init(_ reader: RecordingReader, at tick: Int, selecting selection: InfoSelection?) {
        (self.reader, self.selection) = (reader, selection)
        let wanted = max(0, min(tick, reader.ticks.count))
        self.tick = wanted
        guard wanted < reader.ticks.count else { return }
        self.tick = reader.keyframe(before: wanted)
        while self.tick < wanted {
            begin()
            coder.skip(reader.payload(self.tick))
            self.tick += 1
        }
    }

    /// Goes on in the same recording, of which there is more by now.
    package mutating func adopt(_ reader: RecordingReader) { self.reader = reader }

    /// Begins anew where a group does.
    private mutating func begin() {
        if let codec = reader.ticks[tick].keyframeCodec {
            coder = TickCoder(codec: codec, selecting: selection)
        }
    }

    /// The next reading, or `nil` at the end.
    ///
    /// A tick whose payload verifies but makes no sense was written by a mistaken program: it is
    /// passed over.
    package mutating func next() -> Reading? {
        while tick < reader.ticks.count {
            begin()
            let reading = coder.decode(reader.payload(tick))
            tick += 1
            if let reading { return reading }
        }
        return nil
    }
}
