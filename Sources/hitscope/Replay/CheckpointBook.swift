import CacheMetrics
import Dashboard
import Recording

/// What is known at every fiftieth tick of a recording, worked out bit by bit while nothing else is
/// to be done: from there on, any moment is at most fifty readings away.
struct CheckpointBook {
    private let reader: RecordingReader
    private var cursor: RecordingCursor
    private var knowledge = Knowledge()
    /// Knowledge before tick 0, `spacing`, twice `spacing`, and so on.
    private var pages: [Knowledge] = []
    private let spacing: Int

    /// Pages kept at most: each holds two replies of each node and what its curves do not share.
    private static let mostPages = 2_000

    init(_ reader: RecordingReader) {
        self.reader = reader
        cursor = reader.cursor(at: 0)
        spacing = max(50, reader.ticks.count / Self.mostPages)
    }

    /// Whether every tick was seen.
    private(set) var isComplete = false

    /// Goes on working it out for a while.
    mutating func extend(for time: Duration) {
        let clock = ContinuousClock()
        let end = clock.now + time
        while !isComplete, clock.now < end {
            if cursor.tick == pages.count * spacing { pages.append(knowledge) }
            guard let reading = cursor.next() else {
                isComplete = true
                return
            }
            knowledge.fold(reading)
        }
    }

    /// The last tick before which everything is known, at or before the given one, and what that is.
    func page(notAfter tick: Int) -> (tick: Int, knowledge: Knowledge)? {
        let number = min(tick / spacing, pages.count - 1)
        return number < 0 ? nil : (number * spacing, pages[number])
    }
}
