package import CacheMetrics

/// A source that writes down every reading that passes through it.
package struct RecordingTap<Base: ReadingSource, Log: ReadingLog>: ReadingSource {
    private var base: Base
    /// Where the readings are written.
    package private(set) var log: Log

    /// Writes down what `base` yields.
    package init(_ base: Base, to log: Log) {
        self.base = base
        self.log = log
    }

    package mutating func next() async -> Reading? {
        guard let reading = await base.next() else { return nil }
        log.append(reading)
        return reading
    }
}
