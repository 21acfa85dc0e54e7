import CacheHealth
import CacheMetrics
import Dashboard
import Recording

/// What is known at some ticks of a recording, of a file at every twenty-fifth: any moment is near one.
///
/// Of a file it is worked out bit by bit while nothing else is to be done; while one is watching it is
/// kept as readings come.
struct CheckpointBook: Sendable {
    private var knowledge: Knowledge
    /// What was known before the reading of that number, in their order.
    private var pages: [(tick: Int, knowledge: Knowledge)] = []
    private let (spacing, mostPages): (Int, Int)
    /// Of each metric of the line of time its value on each tick; not a number where it is not known.
    private var levels: [[Float]] = PlaybackStatus.levelMetrics.map { _ in [] }
    /// The number of the next reading.
    private(set) var next = 0

    /// Pages kept at most: each holds two replies of each node and what its curves do not share.
    private static let mostPages = 4_000

    /// A book of a recording of so many ticks.
    init(ofTicks count: Int, under policy: HealthPolicy) {
        knowledge = Knowledge(under: policy)
        (spacing, mostPages) = (max(25, count / Self.mostPages), Self.mostPages)
    }

    /// A book of what is being watched, which is kept for as long as that goes on: a page for each ten
    /// minutes, so that a day of a node takes some fifteen megabytes.
    init(under policy: HealthPolicy) {
        knowledge = Knowledge(under: policy)
        (spacing, mostPages) = (600, 150)
    }

    /// What is known after all readings that were taken in.
    var present: Knowledge { knowledge }

    /// Takes in the next reading.
    mutating func fold(_ reading: Reading) {
        if next.isMultiple(of: spacing) { pages.append((next, knowledge)) }
        knowledge.fold(reading)
        next += 1
        let metrics = knowledge.history[reading.node]?.metrics
        for (place, metric) in PlaybackStatus.levelMetrics.enumerated() {
            let level = metrics?.latest(metric).map { Float($0) } ?? .nan
            levels[place].append(level.isFinite ? level : .nan)
        }
        // While one is watching there is no end to it.
        if pages.count > mostPages { pages.removeFirst(pages.count - mostPages) }
    }

    /// The last tick before which everything is known, at or before the given one, and what that is.
    func page(notAfter tick: Int) -> (tick: Int, knowledge: Knowledge)? {
        var (low, high) = (0, pages.count)
        while low < high {
            let middle = (low + high) / 2
            if pages[middle].tick <= tick { low = middle + 1 } else { high = middle }
        }
        return low > 0 ? pages[low - 1] : nil
    }

    /// The same book of a recording whose first ticks are gone.
    func forgetting(_ ticks: Int) -> CheckpointBook {
        var book = self
        book.pages = pages.filter { $0.tick >= ticks }.map { ($0.tick - ticks, $0.knowledge) }
        book.next = next - ticks
        book.levels = levels.map { Array($0.dropFirst(ticks)) }
        return book
    }

    /// How high the metrics of the line of time were, in buckets of a recording of so many ticks.
    func levels(ofTicks count: Int) -> [String: [Double?]] {
        let buckets = min(count, Self.mostBuckets)
        var found: [String: [Double?]] = [:]
        for (metric, values) in zip(PlaybackStatus.levelMetrics, levels) {
            var highest = [Double?](repeating: nil, count: buckets)
            for (tick, value) in values.enumerated() where !value.isNaN && tick < count {
                let bucket = tick * buckets / count
                highest[bucket] = max(highest[bucket] ?? -.infinity, Double(value))
            }
            found[metric.name] = highest
        }
        return found
    }

    /// As many as the widest terminals have columns for.
    private static let mostBuckets = 240
}
