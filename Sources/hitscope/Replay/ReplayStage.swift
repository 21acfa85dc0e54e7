import CacheMetrics
import Dashboard
import Recording

/// A recording being played: turns time and wishes into events for the dashboard.
@MainActor
final class ReplayStage {
    private var recording: OpenRecording
    /// The file to read on in, as long as it is written; none of what is in memory or was closed.
    private var growing: String?
    /// Whether the file was never looked at to its end.
    private var isPartial: Bool
    private var lastGrowth = ContinuousClock.now
    /// Whether the end is shown, and shall be.
    private var follows = false
    private var playback: Playback
    private var cursor: RecordingCursor
    private var book: CheckpointBook
    /// Reads on where the book ends.
    private var reading: RecordingCursor
    /// Whether it is the memory of what is being watched.
    private let isRewind: Bool
    /// What is looked for, what is known of where it is, and whether that is being found out.
    private var condition: Condition?
    private var search: ConditionSearch?
    private var isLooking = false
    private let searcher: Searcher
    /// How high metrics were, and up to which tick that was worked out.
    private var levels: [String: [Double?]] = [:]
    private var levelsKnown = 0
    private var lastLook = ContinuousClock.now
    private var hasBegun = false

    /// Readings folded before the keys are looked at again: playing fast must not make them late.
    private static let mostPerLook = 256
    /// How long checkpoints are worked out before the keys are looked at again.
    private static let slice = Duration.milliseconds(3)
    /// How often is asked whether something was found.
    private static let searchWait = Duration.milliseconds(5)
    /// How often a file that may grow is looked at.
    private static let growthEvery = Duration.milliseconds(100)

    /// A recording to be played; a book that was kept of it is one that need not be worked out.
    init(
        _ recording: OpenRecording,
        _ playback: Playback,
        growing: String? = nil,
        book: CheckpointBook? = nil,
        searcher: Searcher
    ) {
        self.recording = recording
        self.growing = growing
        isPartial = growing != nil
        follows = growing != nil && playback.tick == recording.reader.ticks.count - 1
        self.playback = playback
        self.searcher = searcher
        cursor = recording.reader.cursor(at: 0)
        isRewind = book != nil
        self.book =
            book ?? CheckpointBook(ofTicks: recording.reader.ticks.count, under: recording.policy)
        reading = recording.reader.cursor(at: self.book.next)
        if let book { levels = book.levels(ofTicks: recording.reader.ticks.count) }
    }

    /// Whether the last tick is shown and nothing more is to come.
    var isAtEnd: Bool { playback.tick == recording.reader.ticks.count - 1 && !playback.isPlaying }

    private var isBookComplete: Bool { reading.tick >= recording.reader.ticks.count }

    /// Goes on working the book out for a while.
    private func extendBook(for time: Duration) -> [Event] {
        let end = ContinuousClock.now + time
        while ContinuousClock.now < end, let next = reading.next() { book.fold(next) }
        // The line of time fills as the book does, in a hundred steps.
        let count = recording.reader.ticks.count
        guard isBookComplete || book.next - levelsKnown >= count / 100 else { return [] }
        levelsKnown = book.next
        levels = book.levels(ofTicks: count)
        return [.played(status)]
    }

    /// What is due by now, and how long until something else is.
    func advance() -> (events: [Event], wait: Duration?) {
        let now = ContinuousClock.now
        guard hasBegun else {
            hasBegun = true
            lastLook = now
            return (startOver(), isBookComplete && !isPartial ? playback.wait : .zero)
        }
        let before = playback.tick
        playback.advance(by: lastLook.duration(to: now))
        lastLook = now
        let hasGrown = readOn(at: now)
        guard playback.tick >= before else { return (startOver(), playback.wait) }
        if isLooking { return (lookOn(), Self.searchWait) }
        let (events, wait) = catchUp()
        guard events.isEmpty, !isBookComplete else {
            let news = hasGrown && events.isEmpty ? [.played(status)] : events
            return (news, growing == nil ? wait : min(wait ?? Self.growthEvery, Self.growthEvery))
        }
        return (extendBook(for: min(Self.slice, wait ?? Self.slice)), .zero)
    }

    /// Looks whether the file has grown, if it is time to.
    private func readOn(at now: ContinuousClock.Instant) -> Bool {
        let isDue = isPartial || lastGrowth.duration(to: now) >= Self.growthEvery
        guard let growing, isDue else { return false }
        lastGrowth = now
        let hasGrown = recording.readOn(in: growing)
        if recording.reader.isClosed { self.growing = nil }
        if isPartial {
            isPartial = false
            book = CheckpointBook(ofTicks: recording.reader.ticks.count, under: recording.policy)
            reading = recording.reader.cursor(at: 0)
        }
        // A file that was closed is followed no longer, which is to be seen.
        guard hasGrown else { return follows && self.growing == nil }
        playback.adopt(recording.reader.ticks, following: follows)
        cursor.adopt(recording.reader)
        reading.adopt(recording.reader)
        return true
    }

    private func catchUp() -> (events: [Event], wait: Duration?) {
        let events = readings(atMost: Self.mostPerLook)
        let isBehind = cursor.tick <= playback.tick
        return (events.isEmpty ? [] : events + [.played(status)], isBehind ? .zero : playback.wait)
    }

    /// The picture at the tick, from the nearest place before it from which it can be made.
    private func startOver() -> [Event] {
        let tick = playback.tick
        let begin = recording.foldingRange(for: tick).lowerBound
        let page = book.page(notAfter: tick).flatMap { $0.tick >= begin ? $0 : nil }
        cursor = recording.reader.cursor(at: page?.tick ?? begin)
        let known = page?.knowledge ?? Knowledge(under: recording.policy)
        return [.restored(known)] + readings(atMost: .max) + [.played(status)]
    }

    private func readings(atMost most: Int) -> [Event] {
        var events: [Event] = []
        while cursor.tick <= playback.tick, events.count < most, let reading = cursor.next() {
            events.append(.reading(reading))
        }
        return events
    }

    private var status: PlaybackStatus {
        let ticks = recording.reader.ticks
        let walls = [ticks[0].wallMicroseconds, ticks[ticks.count - 1].wallMicroseconds]
        var status = PlaybackStatus(
            name: recording.reader.name,
            tick: playback.tick,
            count: ticks.count,
            isPlaying: playback.isPlaying,
            speed: playback.isReversed ? -playback.speed : playback.speed,
            wallRange: (walls.min() ?? 0)...(walls.max() ?? 0),
            events: recording.events,
            damages: recording.reader.damages.count
        )
        status.mended = recording.mended
        status.skipsQuiet = playback.skipsQuiet
        status.isRewind = isRewind
        status.follows = follows && growing != nil
        status.levels = levels
        let place = { (tick: Int) in Double(tick) / Double(max(1, ticks.count - 1)) }
        status.marks = playback.marks.keys.map(place)
        status.loop =
            playback.loop.map { [place($0.first)] + ($0.last.map { [place($0)] } ?? []) } ?? []
        return status
    }
}

// What the operator wants.
extension ReplayStage {
    /// Does what the operator wants of the recording.
    func perform(_ command: PlaybackCommand) -> [Event] {
        let before = playback.tick
        let wasLooking = isLooking
        isLooking = false
        searcher.stop()
        if wasLooking, command == .toggle { return [.told("stopped looking")] }
        let notice = obey(command)
        follows = growing != nil && isAtEnd
        lastLook = ContinuousClock.now
        return move(from: before) + (notice.map { [.told($0)] } ?? [])
    }

    /// Goes to where the playback is now: on from here, or from a place that is nearer.
    private func move(from before: Int) -> [Event] {
        let begin = recording.foldingRange(for: playback.tick).lowerBound
        let page = book.page(notAfter: playback.tick)?.tick ?? 0
        if playback.tick < before || max(begin, page) > cursor.tick { return startOver() }
        return readings(atMost: .max) + [.played(status)]
    }

    /// Does what does not need the picture; what is to be told of it, if anything.
    private func obey(_ command: PlaybackCommand) -> String? {
        switch command {
        case .toggle: playback.toggle()
        case .step(let count): playback.step(by: count)
        case .jump(let seconds): playback.jump(seconds: seconds)
        case .changeSpeed(let steps): playback.changeSpeed(by: steps)
        case .normalSpeed: playback.resetSpeed()
        case .begin: playback.goToBegin()
        case .end: playback.goToEnd()
        case .event(let direction): playback.goToEvent(forward: direction > 0)
        case .reverse: playback.reverse()
        case .quiet: playback.toggleQuiet()
        case .loop: playback.setLoop()
        case .go(let text): return go(text)
        case .goTo(let wall): return go(rfc3339(wall))
        case .find(let text): return find(text)
        case .findNext(let direction): return findNext(forward: direction > 0)
        case .mark(let name): return mark(name)
        case .cut(let path): return cut(path)
        case .live, .write: return "this is a recording: there is no present to go back to"
        }
        return nil
    }

    private func go(_ text: String) -> String? {
        let text = text.trimmed
        if let tick = playback.marks.first(where: { $0.value == text })?.key {
            playback.go(to: tick)
            return nil
        }
        guard let moment = MomentArgument(argument: text) else {
            return "\(text) is no moment: 14:03, 14:03:22, +90s, -10s, 42%, #7200 or a mark's name"
        }
        do {
            playback.go(to: try moment.tick(in: recording.reader))
            return nil
        } catch {
            return "\(error)"
        }
    }

    private func find(_ text: String) -> String? {
        condition = Condition(parsing: text)
        search = nil
        guard condition != nil else {
            return "no condition; for example: evicted_keys/s > 0, used_memory > 9mb, role changed"
        }
        return findNext(forward: true)
    }

    private func findNext(forward: Bool) -> String? {
        guard let condition else { return "nothing was looked for yet: type :find and a condition" }
        var search = known(of: condition)
        search.begin(from: playback.tick, forward: forward)
        (self.search, isLooking) = (search, true)
        searcher.ask(search, for: condition, in: recording.reader)
        return "looking"
    }

    /// What was found out of a condition, if the recording is the one it was found out of.
    private func known(of condition: Condition) -> ConditionSearch {
        if let search, search.ticks == recording.reader.ticks.count { return search }
        return ConditionSearch(for: condition, in: recording.reader)
    }

    /// What has come of looking; any command ends it.
    private func lookOn() -> [Event] {
        guard let (search, state) = searcher.news() else { return [] }
        let before = playback.tick
        self.search = search
        if case .looking(let part) = state {
            return [.told("looking \(Int(part * 100)) %; Space stops it")]
        }
        isLooking = false
        guard case .found(let tick) = state else {
            return [.told("it does not become true from here on")]
        }
        playback.go(to: tick)
        return move(from: before) + [.told("found")]
    }

    private func mark(_ name: String) -> String? {
        let name = name.trimmed
        guard name.isEmpty else {
            playback.mark(name)
            return "this moment is \(name): b \(name) comes back to it"
        }
        let known = playback.marks.sorted { $0.key < $1.key }.map { "\($0.value) #\($0.key)" }
        return known.isEmpty
            ? "give the moment a name: :mark NAME, and go back with b NAME"
            : "marks: " + known.joined(separator: ", ")
    }

    private func cut(_ path: String) -> String? {
        let path = path.trimmed
        guard !path.isEmpty else { return "give a file: :cut FILE writes the loop, or all, to it" }
        let last = recording.reader.ticks.count - 1
        let range = playback.loop.map { $0.first...($0.last ?? last) } ?? 0...last
        do throws(RecordingError) {
            let written = try RecordingCopy([(recording.reader, range)], to: path).make() ?? 0
            return "\(written) samples are in \(path)"
        } catch {
            return error.description
        }
    }
}

extension String {
    /// The text without blanks around it.
    fileprivate var trimmed: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
