import CacheMetrics
import Dashboard

/// Shows each reading together with the word that it was written, as the recording will show it.
///
/// What a disk does not take within a quarter of a second is shown without.
struct PairedReadings {
    private var held: [(reading: Reading, since: ContinuousClock.Instant)] = []

    /// How long a reading waits for its word.
    static let patience = Duration.milliseconds(250)

    /// Takes in an event; what is to be shown now.
    mutating func pass(_ event: Event, at now: ContinuousClock.Instant) -> [Event] {
        switch event {
        case .reading(let reading):
            held.append((reading, now))
            return []
        case .recorded(let status):
            let latest = status.latestMicroseconds ?? .min
            let written = held.prefix { $0.reading.moment.steadyMicroseconds <= latest }
            held.removeFirst(written.count)
            return [event] + written.map { .reading($0.reading) }
        case .key, .resized, .played, .restored, .wentLive, .told, .lost: return [event]
        }
    }

    /// What has waited for long enough, and how long until the next has.
    mutating func overdue(at now: ContinuousClock.Instant) -> (events: [Event], wait: Duration?) {
        let late = held.prefix { $0.since + Self.patience <= now }
        held.removeFirst(late.count)
        return (
            late.map { .reading($0.reading) },
            held.first.map { now.duration(to: $0.since + Self.patience) }
        )
    }
}
