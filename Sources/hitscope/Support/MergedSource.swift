import CacheMetrics

/// Many sources as one: their readings in the order they come.
///
/// Each poller runs in a task of its own, so that a server that is late holds up no other.
struct MergedSource: ReadingSource {
    private let stream: AsyncStream<Reading>

    /// Runs the sources in the group until it is cancelled.
    init<Source: ReadingSource>(_ sources: [Source], in group: inout TaskGroup<Void>) {
        // More than any number of nodes can say while a disk is busy for a minute.
        let (stream, inbox) = AsyncStream.makeStream(
            of: Reading.self,
            bufferingPolicy: .bufferingNewest(65_536)
        )
        for source in sources {
            group.addTask {
                var source = source
                while let reading = await source.next() { inbox.yield(reading) }
            }
        }
        self.stream = stream
    }

    mutating func next() async -> Reading? {
        var iterator = stream.makeAsyncIterator()
        return await iterator.next()
    }
}
