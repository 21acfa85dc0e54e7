import CacheMetrics

/// Many sources as one: their readings in the order they come.
///
/// Each poller runs in a task of its own, so that a server that is late holds up no other. Only the
/// first reading of each waits for those of the servers named before it, so that the order of the
/// command line is the order of the screen, and that of a recording, whoever answers first.
struct MergedSource: ReadingSource {
    private let stream: AsyncStream<(source: Int, reading: Reading)>
    /// Sources whose first reading has been passed on.
    private var begun = 0
    /// What came from sources whose turn to begin has not come.
    private var early: [(source: Int, reading: Reading)] = []

    /// Runs the sources in the group until it is cancelled.
    init<Source: ReadingSource>(_ sources: [Source], in group: inout TaskGroup<Void>) {
        // More than any number of nodes can say while a disk is busy for a minute.
        let (stream, inbox) = AsyncStream.makeStream(
            of: (source: Int, reading: Reading).self,
            bufferingPolicy: .bufferingNewest(65_536)
        )
        for (number, source) in sources.enumerated() {
            group.addTask {
                var source = source
                while let reading = await source.next() { inbox.yield((number, reading)) }
            }
        }
        self.stream = stream
    }

    mutating func next() async -> Reading? {
        var iterator = stream.makeAsyncIterator()
        while true {
            if let place = early.firstIndex(where: { $0.source <= begun }) {
                let next = early.remove(at: place)
                begun = max(begun, next.source + 1)
                return next.reading
            }
            guard let next = await iterator.next() else { return nil }
            early.append(next)
        }
    }
}
