/// Where in a recording one is, whether it plays and how fast: decides, and reads nothing.
///
/// Told how much real time has passed or what the operator wants, it says which tick to be at. A
/// step back needs the history before it, so the caller is told whether to go on or to start over.
package struct Playback: Sendable {
    private var ticks: [RecordingReader.Tick]
    /// The tick shown.
    package private(set) var tick: Int
    /// Whether time goes on.
    package private(set) var isPlaying: Bool
    /// Whether it goes backwards.
    package private(set) var isReversed = false
    /// Whether only what is near an event, a mark or a change out of the ordinary is played.
    package var skipsQuiet: Bool { lively != nil }
    /// Where more changed than usual, while what is quiet is skipped.
    private var lively: LivelyTicks?
    /// The ticks between which it plays again and again, or the first of them alone.
    package private(set) var loop: (first: Int, last: Int?)?
    /// Ticks that the operator marked, and what they were called.
    package private(set) var marks: [Int: String] = [:]
    private var speedStep: Int
    /// The recorded time shown, which runs on between ticks, in microseconds of the steady clock.
    private var position: Double

    /// How many times faster than recorded one can play; fixed steps, so that faster and slower
    /// undo each other.
    package static let speeds: [Double] = [0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 3_600]

    /// Stands at a tick of a recording, which has at least one.
    package init(
        _ ticks: [RecordingReader.Tick],
        at tick: Int = 0,
        speed: Double = 1,
        isPlaying: Bool
    ) {
        precondition(!ticks.isEmpty)
        self.ticks = ticks
        self.tick = max(0, min(ticks.count - 1, tick))
        self.isPlaying = isPlaying
        speedStep = Self.step(nearest: speed)
        position = Double(ticks[self.tick].steadyMicroseconds)
    }

    /// How many times faster than recorded it plays.
    package var speed: Double { Self.speeds[speedStep] }

    /// The step of the ladder nearest to a speed.
    private static func step(nearest speed: Double) -> Int {
        speeds.indices.min { abs(speeds[$0] - speed) < abs(speeds[$1] - speed) } ?? 2
    }

    /// Where things happened, from 0 (first tick) to 1 (last).
    package var events: [Double] {
        guard ticks.count > 1 else { return [] }
        return ticks.indices.filter { ticks[$0].isEvent }.map {
            Double($0) / Double(ticks.count - 1)
        }
    }
}

// What the operator wants.
extension Playback {
    /// Plays if it stands, stops if it plays; at the end it begins again.
    package mutating func toggle() {
        if !isPlaying, !isReversed, tick == ticks.count - 1 { move(to: 0) }
        if !isPlaying, isReversed, tick == 0 { move(to: ticks.count - 1) }
        isPlaying.toggle()
    }

    /// Goes so many ticks on, or back, and stops there.
    package mutating func step(by count: Int) {
        isPlaying = false
        move(to: tick + count)
    }

    /// Goes so many seconds on, or back.
    package mutating func jump(seconds: Int) {
        let wanted = position + Double(seconds) * 1e6
        move(to: seconds < 0 ? last(notAfter: wanted) : first(notBefore: wanted))
    }

    /// Goes so many steps up the ladder of speeds, or down.
    package mutating func changeSpeed(by steps: Int) {
        speedStep = max(0, min(Self.speeds.count - 1, speedStep + steps))
    }

    /// Plays as fast as it was recorded.
    package mutating func resetSpeed() { speedStep = Self.step(nearest: 1) }

    /// Goes to the next thing that happened or was marked, or to the one before.
    package mutating func goToEvent(forward: Bool) {
        isPlaying = false
        move(to: landmark(after: tick, forward: forward) ?? (forward ? ticks.count - 1 : 0))
    }

    /// Goes on in the same recording, of which there is more by now; at its end stays at its end.
    package mutating func adopt(_ more: [RecordingReader.Tick], following: Bool) {
        ticks = more
        if skipsQuiet { lively = LivelyTicks(of: ticks) }
        if following { move(to: ticks.count - 1) }
    }

    /// Goes to a tick and stops there.
    package mutating func go(to wanted: Int) {
        isPlaying = false
        move(to: wanted)
    }

    /// Plays the other way round.
    package mutating func reverse() {
        isReversed.toggle()
        isPlaying = true
    }

    /// Plays all, or only what is near an event, a mark or a change out of the ordinary.
    package mutating func toggleQuiet() { lively = skipsQuiet ? nil : LivelyTicks(of: ticks) }

    /// Sets the first tick of a loop, then its last, then plays on.
    package mutating func setLoop() {
        switch loop {
        case nil: loop = (tick, nil)
        case (let first, nil)?: loop = (min(first, tick), max(first, tick))
        case (_, .some)?: loop = nil
        }
    }

    /// Marks this tick.
    package mutating func mark(_ name: String) { marks[tick] = name }

    private func landmark(after tick: Int, forward: Bool) -> Int? {
        let isLandmark = { (index: Int) in ticks[index].isEvent || marks[index] != nil }
        return forward
            ? ticks.indices.suffix(from: min(ticks.count, tick + 1)).first(where: isLandmark)
            : ticks.indices.prefix(upTo: max(0, tick)).last(where: isLandmark)
    }

    /// Goes to the first tick.
    package mutating func goToBegin() { move(to: 0) }

    /// Goes to the last tick and stops there.
    package mutating func goToEnd() {
        isPlaying = false
        move(to: ticks.count - 1)
    }

    private mutating func move(to wanted: Int) {
        tick = max(0, min(ticks.count - 1, wanted))
        position = Double(ticks[tick].steadyMicroseconds)
    }

    private func last(notAfter time: Double) -> Int {
        max(0, ticks.firstPlace { Double($0.steadyMicroseconds) > time } - 1)
    }

    private func first(notBefore time: Double) -> Int {
        min(ticks.count - 1, ticks.firstPlace { Double($0.steadyMicroseconds) >= time })
    }
}

// Time.
extension Playback {
    /// Lets real time pass; stops at the last tick, on its picture, or backwards at the first.
    package mutating func advance(by elapsed: Duration) {
        guard isPlaying else { return }
        position += elapsed / .microseconds(1) * speed * (isReversed ? -1 : 1)
        if isReversed {
            while tick > 0, Double(ticks[tick - 1].steadyMicroseconds) >= position { tick -= 1 }
        } else {
            while tick + 1 < ticks.count, Double(ticks[tick + 1].steadyMicroseconds) <= position {
                tick += 1
            }
        }
        if skipsQuiet { leaveQuiet() }
        if let loop, let last = loop.last {
            if !isReversed, tick >= last { move(to: loop.first) }
            if isReversed, tick <= loop.first { move(to: last) }
        }
        if tick == (isReversed ? 0 : ticks.count - 1) { isPlaying = false }
    }

    /// Goes on to where something happens, if nothing has lately and nothing is about to.
    private mutating func leaveQuiet() {
        guard let next = worthWatching(after: tick, forward: !isReversed) else { return }
        let now = ticks[tick].steadyMicroseconds
        let passed = worthWatching(after: tick + (isReversed ? -1 : 1), forward: isReversed)
        guard !isNear(next, now), !(passed.map { isNear($0, now) } ?? false) else { return }
        let there = Double(ticks[next].steadyMicroseconds)
        let begin = there - Double(Self.nearby) * (isReversed ? -1 : 1)
        move(to: isReversed ? last(notAfter: begin) : first(notBefore: begin))
    }

    private func worthWatching(after tick: Int, forward: Bool) -> Int? {
        let places = [
            landmark(after: tick, forward: forward), lively?.nearest(to: tick, forward: forward),
        ].compactMap(\.self)
        return forward ? places.min() : places.max()
    }

    private func isNear(_ index: Int, _ time: Int64) -> Bool {
        abs(ticks[index].steadyMicroseconds &- time) <= Self.nearby
    }

    /// How near an event is worth watching, in microseconds.
    private static let nearby: Int64 = 10_000_000

    /// How long until the next tick is due, or `nil` while it stands.
    package var wait: Duration? {
        let next = tick + (isReversed ? -1 : 1)
        guard isPlaying, ticks.indices.contains(next) else { return nil }
        let remaining = abs(Double(ticks[next].steadyMicroseconds) - position)
        return .microseconds(Int64(max(0, remaining / speed)))
    }

    /// The first tick that must be folded so that the state at `tick` is what it would be after all.
    ///
    /// That is as far back as any history reaches, which is the span.
    package func foldingStart(for tick: Int, reachingBack span: Duration) -> Int {
        let horizon = Double(ticks[tick].steadyMicroseconds) - span / .microseconds(1)
        return max(0, ticks.firstPlace { Double($0.steadyMicroseconds) >= horizon } - 1)
    }
}

extension [RecordingReader.Tick] {
    /// The place of the first tick for which something holds that holds for all after it.
    fileprivate func firstPlace(where holds: (RecordingReader.Tick) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if holds(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
