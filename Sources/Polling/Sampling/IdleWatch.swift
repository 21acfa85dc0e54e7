package import CacheMetrics
package import RedisClient

/// Request rates from repeated probes of idle times, where the policy keeps no frequency.
///
/// Once a second as many candidates as there are lookups for are probed in one batch, at a moment well
/// after the server's clock has ticked: the probes of a minute show rates up to some 15 per second, and
/// above that only that they are higher. The scan brings a stream of keys that were used just now; they take
/// the place of candidates that turned out to be used less.
package struct IdleWatch: Sendable {
    private var candidates: [[UInt8]: Candidate] = [:]
    /// Candidates that there are lookups for.
    private var capacity = Self.most
    private var lastSecond: Int64 = .min
    private var random: SplitMix

    /// The keys by how often they are used, most first, with what the looks said.
    package private(set) var hottest: [(key: [UInt8], looks: IdleLooks)] = []

    fileprivate struct Candidate: Sendable {
        /// When it was looked at last, in the server's milliseconds, and the second of its last use
        /// by that look.
        var last: (milliseconds: Int64, usedSecond: Int64)?
        /// What was learned in each of the last tenths of a minute, the latest last.
        var tenths: [(number: Int64, looks: IdleLooks)] = []
        var looks = 0
        var perSecond = 0.0

        var sum: IdleLooks { tenths.reduce(IdleLooks()) { $0 + $1.looks } }
    }

    /// Candidates kept at most, and at least.
    private static let (most, least) = (96, 4)
    /// The part of the candidates that may be such as were hardly probed yet.
    private static let newPart = 2.0 / 3
    /// Seconds from one probe of a candidate to the next at most, where lookups are few.
    private static let longestGap = 6
    /// Names longer than this are not kept.
    private static let longestName = 65_536
    /// Looks after which a candidate is compared with the others.
    private static let enoughLooks = 5
    /// Keys told.
    private static let mostTold = 64
    /// A key that was not used for longer is no candidate, in seconds.
    private static let longestIdle: Int64 = 1
    /// The part of a second in which looks are taken, in milliseconds after it began: the server's
    /// clock ticks up to a tenth late, and the sooner after that, the higher the rates that show.
    private static let phase: Range<Int64> = 200..<500
    /// The server's clock ticks so many milliseconds after a second has begun, on average.
    fileprivate static let tickLag: Int64 = 50
    /// Tenths of a minute that count.
    private static let memory: Int64 = 10

    /// A watch over nothing yet; `seed` decides when it looks.
    package init(seed: UInt64) { random = SplitMix(state: seed) }

    /// `true` where a key is one of the candidates.
    package func watches(_ name: KeyName) -> Bool { wholeName(of: name) != nil }

    /// The whole name of a candidate, or `nil` if it is none.
    package func wholeName(of name: KeyName) -> [UInt8]? {
        guard name.isClipped else { return candidates[name.bytes] == nil ? nil : name.bytes }
        return candidates.keys.first { $0.count == name.length && KeyName($0) == name }
    }

    /// `true` where a key that was just probed should become a candidate.
    package func wants(_ key: SurveyedKey, _ whole: [UInt8]) -> Bool {
        guard let idle = key.idleSeconds, idle <= Self.longestIdle, candidates[whole] == nil,
            whole.count <= Self.longestName
        else { return false }
        let new = candidates.values.count { $0.looks < Self.enoughLooks }
        return Double(new) < Double(capacity) * Self.newPart
    }

    /// Makes a key a candidate.
    package mutating func add(_ key: [UInt8]) { candidates[key] = Candidate() }

    /// Looks at a key no more.
    package mutating func remove(_ key: [UInt8]) { candidates[key] = nil }

    /// How long to wait before the next probes, or `nil` if there are none to send within a time.
    package mutating func delay(
        at steadyMicroseconds: Int64,
        _ clock: ServerClock,
        within most: Duration
    ) -> Duration? {
        guard !candidates.isEmpty, let now = Self.milliseconds(clock, steadyMicroseconds) else {
            return nil
        }
        let target = Int64.random(in: Self.phase, using: &random)
        let isThisSecond = now.within < target && now.second > lastSecond
        let wait = target - now.within + (isThisSecond ? 0 : 1_000)
        if .milliseconds(wait) <= most { return .milliseconds(wait) }
        return now.within >= Self.phase.lowerBound && now.second > lastSecond ? .zero : nil
    }

    /// Probes of at most so many candidates: of those that were not probed for longest.
    package mutating func commands(atMost most: Int) -> [ReadCommand] {
        capacity = min(Self.most, max(Self.least, min(most, Self.most) * Self.longestGap))
        let due = candidates.sorted {
            ($0.value.last?.milliseconds ?? 0, $0.key.count)
                < ($1.value.last?.milliseconds ?? 0, $1.key.count)
        }
        return due.prefix(most).map { .objectIdleTime(key: $0.key) }
    }

    /// Takes in the answers, given at a time on the source's steady clock: seconds idle by key.
    package mutating func record(
        _ idle: [(key: [UInt8], seconds: Int64)],
        at steadyMicroseconds: Int64,
        _ clock: ServerClock
    ) {
        guard let now = Self.milliseconds(clock, steadyMicroseconds),
            now.within >= Self.phase.lowerBound / 2
        else { return }
        lastSecond = now.second
        for (key, seconds) in idle {
            guard var candidate = candidates[key], (0..<1 << 32).contains(seconds) else { continue }
            candidate.note(usedSecond: now.second - seconds, at: now.all)
            candidate.forget(before: now.all / 6_000 - Self.memory + 1)
            candidate.perSecond = candidate.sum.rate?.perSecond ?? 0
            candidates[key] = candidate
        }
        rank()
    }

    private mutating func rank() {
        let tried = candidates.filter { $0.value.looks >= Self.enoughLooks }.sorted {
            $0.value.perSecond == $1.value.perSecond
                ? $0.key.lexicographicallyPrecedes($1.key)
                : $0.value.perSecond > $1.value.perSecond
        }
        for (key, _) in tried.dropFirst(capacity) { candidates[key] = nil }
        if candidates.count > 2 * capacity { dropNew() }
        hottest = tried.prefix(Self.mostTold).filter { $0.value.perSecond > 0 }.map {
            ($0.key, $0.value.sum)
        }
    }

    /// Drops new candidates where there are no lookups left for so many: those probed least.
    private mutating func dropNew() {
        let new = candidates.filter { $0.value.looks < Self.enoughLooks }.sorted {
            ($0.value.looks, $0.value.last?.milliseconds ?? 0)
                > ($1.value.looks, $1.value.last?.milliseconds ?? 0)
        }
        for (key, _) in new.dropFirst(Int(Double(capacity) * Self.newPart)) {
            candidates[key] = nil
        }
    }

    private static func milliseconds(
        _ clock: ServerClock,
        _ steadyMicroseconds: Int64
    ) -> (all: Int64, second: Int64, within: Int64)? {
        guard let time = clock.time(at: steadyMicroseconds) else { return nil }
        let all = time / 1_000
        return all > 0 ? (all, all / 1_000, all % 1_000) : nil
    }
}

extension IdleWatch.Candidate {
    /// Compares a look with the one before: what it says of the time between them.
    fileprivate mutating func note(usedSecond: Int64, at milliseconds: Int64) {
        defer {
            last = (milliseconds, usedSecond)
            looks += 1
        }
        guard let last, milliseconds > last.milliseconds else { return }
        let (before, now) = (last.milliseconds / 1_000, milliseconds / 1_000)
        guard now > before else { return }
        // The server's clock ticks a little after a second has begun.
        let sinceTick = max(1, milliseconds % 1_000 - IdleWatch.tickLag)
        let usedTick = usedSecond * 1_000 + IdleWatch.tickLag
        var learned = IdleLooks()
        if usedSecond == now {
            // Used since the clock ticked; before that nothing is known.
            learned.addUse(within: sinceTick)
        } else if usedSecond < before {
            learned.quietMilliseconds = milliseconds - last.milliseconds
        } else {
            // What it was used in after the last look is known unless it was used before that too.
            let began = usedSecond == before ? last.milliseconds : usedTick
            if usedSecond > last.usedSecond { learned.addUse(within: usedTick + 1_000 - began) }
            learned.quietMilliseconds = milliseconds - usedTick - 1_000
        }
        let tenth = milliseconds / 6_000
        if tenths.last?.number == tenth {
            tenths[tenths.count - 1].looks = tenths[tenths.count - 1].looks + learned
        } else {
            tenths.append((tenth, learned))
        }
    }

    fileprivate mutating func forget(before number: Int64) {
        tenths.removeAll { $0.number < number }
    }
}
