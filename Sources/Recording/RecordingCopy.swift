package import CacheMetrics

/// Makes a recording of parts of others: the whole of it, or nothing.
package struct RecordingCopy: Sendable {
    /// Which ticks of which recording, one after the other.
    package typealias Part = (reader: RecordingReader, ticks: ClosedRange<Int>)

    private let parts: [Part]
    private let path: String
    private let header: RecordingHeader
    private let change: @Sendable (Reading) -> Reading?

    /// A copy to be made; `change` may leave readings out or change them.
    package init(
        _ parts: [Part],
        to path: String,
        header: RecordingHeader? = nil,
        change: @escaping @Sendable (Reading) -> Reading? = { $0 }
    ) {
        (self.parts, self.path, self.change) = (parts, path, change)
        self.header = header ?? parts.first?.reader.header ?? RecordingHeader()
    }

    /// How many ticks are to be read.
    package var count: Int { parts.reduce(0) { $0 + $1.ticks.count } }

    /// Makes the copy, and says how many ticks it has; `nil` if it was given up, and is gone again.
    ///
    /// `goesOn` is told how many ticks were read, and says whether to go on.
    ///
    /// - Throws: what the system has against the new file, of which nothing is left then.
    package func make(goesOn: (Int) -> Bool = { _ in true }) throws(RecordingError) -> UInt64? {
        var writer = try RecordingWriter(creating: path, header)
        var read = 0
        for (reader, ticks) in parts {
            var cursor = reader.cursor(at: ticks.lowerBound)
            while cursor.tick <= ticks.upperBound, let reading = cursor.next() {
                read += 1
                if let changed = change(reading) { writer.append(changed) }
                if let failure = writer.progress.failure {
                    writer.abandon(path)
                    throw .system(path: path, reason: failure)
                }
                guard read & 0xFF != 0 || goesOn(read) else {
                    writer.abandon(path)
                    return nil
                }
            }
        }
        writer.finish()
        return writer.progress.ticks
    }
}
