/// Where in a recording one is, whether it plays and how fast: decides, and reads nothing.
///
/// Told how much real time has passed or what the operator wants, it says which tick to be at. A
/// step back needs the history before it, so the caller is told whether to go on or to start over.
package struct Playback: Sendable {
    private let ticks: [RecordingReader.Tick]
    /// The tick shown.
    package private(set) var tick: Int
    /// Whether time goes on.
    package private(set) var isPlaying: Bool
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
        if !isPlaying, tick == ticks.count - 1 { move(to: 0) }
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

    /// Goes to the next thing that happened, or to the one before.
    package mutating func goToEvent(forward: Bool) {
        isPlaying = false
        let found =
            forward
            ? ticks.indices.first { $0 > tick && ticks[$0].isEvent }
            : ticks.indices.last { $0 < tick && ticks[$0].isEvent }
        move(to: found ?? (forward ? ticks.count - 1 : 0))
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
        ticks.lastIndex { Double($0.steadyMicroseconds) <= time } ?? 0
    }

    private func first(notBefore time: Double) -> Int {
        ticks.firstIndex { Double($0.steadyMicroseconds) >= time } ?? ticks.count - 1
    }
}

// Time.
extension Playback {
    /// Lets real time pass; stops at the last tick, on its picture.
    package mutating func advance(by elapsed: Duration) {
        guard isPlaying else { return }
        position += elapsed / .microseconds(1) * speed
        while tick + 1 < ticks.count, Double(ticks[tick + 1].steadyMicroseconds) <= position {
            tick += 1
        }
        if tick == ticks.count - 1 { isPlaying = false }
    }

    /// How long until the next tick is due, or `nil` while it stands.
    package var wait: Duration? {
        guard isPlaying, tick + 1 < ticks.count else { return nil }
        let remaining = Double(ticks[tick + 1].steadyMicroseconds) - position
        return .microseconds(Int64(max(0, remaining / speed)))
    }

    /// The first tick that must be folded so that the state at `tick` is what it would be after all.
    ///
    /// That is as far back as any history reaches, which is the span.
    package func foldingStart(for tick: Int, reachingBack span: Duration) -> Int {
        let horizon = Double(ticks[tick].steadyMicroseconds) - span / .microseconds(1)
        var start = tick
        while start > 0, Double(ticks[start].steadyMicroseconds) >= horizon { start -= 1 }
        return start
    }
}
