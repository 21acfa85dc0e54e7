extension RecordingReader {
    /// Writes some of the ticks to a new recording; how many there are in it.
    ///
    /// - Throws: what the new file does not allow; it is left out, not half-written, then.
    package func write(_ ticks: ClosedRange<Int>, to path: String) throws(RecordingError) -> Int {
        var writer = try RecordingWriter(creating: path, header)
        var cursor = cursor(at: ticks.lowerBound)
        while cursor.tick <= ticks.upperBound, let reading = cursor.next() {
            writer.append(reading)
            if let failure = writer.progress.failure {
                writer.abandon()
                throw .system(path: path, reason: failure)
            }
        }
        writer.finish()
        return Int(writer.progress.ticks)
    }
}
