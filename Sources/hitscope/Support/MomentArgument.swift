import ArgumentParser
import FoundationEssentials
import Recording

/// A moment of a recording, as people name it.
///
/// RFC 3339, `14:03`, `14:03:22`, `+90s` from the beginning, `-10s` from the end, `42%` or `#7200`.
struct MomentArgument: ExpressibleByArgument {
    private let text: String
    private let meaning: Meaning

    private enum Meaning {
        case tick(Int)
        case share(Double)
        case fromBegin(Duration)
        case fromEnd(Duration)
        /// Microseconds since 1970.
        case wall(Int64)
        /// Seconds since midnight where the recording was made.
        case timeOfDay(Int64)
    }

    init?(argument text: String) {
        self.text = text
        if text.hasPrefix("#"), let tick = Int(text.dropFirst()), tick >= 0 {
            meaning = .tick(tick)
        } else if text.hasSuffix("%"), let percent = Double(text.dropLast()),
            (0...100).contains(percent)
        {
            meaning = .share(percent / 100)
        } else if text.hasPrefix("+"),
            let span = DurationArgument(argument: String(text.dropFirst()))
        {
            meaning = .fromBegin(span.duration)
        } else if text.hasPrefix("-"),
            let span = DurationArgument(argument: String(text.dropFirst()))
        {
            meaning = .fromEnd(span.duration)
        } else if let seconds = Self.timeOfDay(text) {
            meaning = .timeOfDay(seconds)
        } else if let date = Self.date(text) {
            meaning = .wall(Int64((date.timeIntervalSince1970 * 1e6).rounded()))
        } else {
            return nil
        }
    }

    private static func timeOfDay(_ text: String) -> Int64? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { Int64($0) }
        guard (2...3).contains(parts.count), let hours = parts[0], let minutes = parts[1],
            let seconds = parts.count == 3 ? parts[2] : 0,
            (0...23).contains(hours), (0...59).contains(minutes), (0...59).contains(seconds)
        else { return nil }
        return hours * 3_600 + minutes * 60 + seconds
    }

    private static func date(_ text: String) -> Date? {
        let whole = Date.ISO8601FormatStyle(timeZone: .gmt)
        let fraction = Date.ISO8601FormatStyle(includingFractionalSeconds: true, timeZone: .gmt)
        return (try? whole.parse(text)) ?? (try? fraction.parse(text))
    }

    /// The tick that was the latest at this moment.
    func tick(in recording: RecordingReader) throws -> Int {
        let ticks = recording.ticks
        let (first, last) = (ticks[0], ticks[ticks.count - 1])
        switch meaning {
        case .tick(let tick):
            guard tick < ticks.count else {
                throw outside("it has ticks #0 to #\(ticks.count - 1)")
            }
            return tick
        case .share(let share): return Int((share * Double(ticks.count - 1)).rounded())
        case .fromBegin(let span):
            return try tick(atSteady: first.steadyMicroseconds + span.wholeMicroseconds, recording)
        case .fromEnd(let span):
            return try tick(atSteady: last.steadyMicroseconds - span.wholeMicroseconds, recording)
        case .wall(let wall): return try tick(atWall: wall, in: recording)
        case .timeOfDay(let seconds):
            let zone = recording.header.description.zoneSeconds
            let midnight = (first.wallMicroseconds / 1_000_000 + zone) / 86_400 * 86_400 - zone
            let today = (midnight + seconds) * 1_000_000
            // A recording that runs past midnight: an earlier time of day is the next day's.
            let isTomorrow =
                today + 999_999 < first.wallMicroseconds
                && today + 86_400_000_000 <= last.wallMicroseconds
            return try tick(atWall: isTomorrow ? today + 86_400_000_000 : today, in: recording)
        }
    }

    private func tick(atSteady time: Int64, _ recording: RecordingReader) throws -> Int {
        let ticks = recording.ticks
        // Up to a beat after the last tick is still that tick's.
        let beat = max(1_000_000, recording.header.description.intervalMicroseconds)
        guard time >= ticks[0].steadyMicroseconds,
            time <= ticks[ticks.count - 1].steadyMicroseconds + beat
        else { throw outside("it covers \(recording.span)") }
        return ticks.lastIndex { $0.steadyMicroseconds <= time } ?? 0
    }

    private func tick(atWall wall: Int64, in recording: RecordingReader) throws -> Int {
        // A time without its fraction means all of that second.
        let end = wall % 1_000_000 == 0 ? wall + 999_999 : wall
        let ticks = recording.ticks
        guard end >= ticks[0].wallMicroseconds,
            wall <= ticks[ticks.count - 1].wallMicroseconds + 1_000_000
        else {
            throw outside("it covers \(recording.span)")
        }
        return ticks.lastIndex { $0.wallMicroseconds <= end } ?? 0
    }

    private func outside(_ what: String) -> CommandFailure {
        CommandFailure(message: "\(text) is not in the recording: \(what)", code: .cannotStart)
    }
}

extension RecordingReader {
    /// From when to when it goes, in local time where it was made.
    fileprivate var span: String {
        [ticks[0], ticks[ticks.count - 1]].map { tick in
            rfc3339(tick.wallMicroseconds)
        }.joined(separator: " to ")
    }
}

extension Duration {
    /// Whole microseconds, rounded towards zero.
    var wholeMicroseconds: Int64 { Int64(self / .microseconds(1)) }
}

/// A wall clock as RFC 3339 in UTC with milliseconds.
func rfc3339(_ wallMicroseconds: Int64) -> String {
    let date = Date(timeIntervalSince1970: Double(wallMicroseconds) / 1e6)
    return date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true, timeZone: .gmt))
}
