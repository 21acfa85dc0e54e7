package import CacheMetrics

/// A recording as a source: its readings in order, as fast as they are asked for.
package struct Player: ReadingSource {
    private var cursor: RecordingCursor

    /// Plays a recording from a tick on.
    package init(_ reader: RecordingReader, from tick: Int = 0) {
        cursor = reader.cursor(at: tick)
    }

    package mutating func next() async -> Reading? { cursor.next() }
}
