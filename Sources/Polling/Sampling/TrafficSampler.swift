import CacheMetrics
import RedisClient

/// When to listen to what clients send, and which keys they named, or changed, in the last minute.
///
/// Bursts come at random times, so that no rhythm of the clients' is in step with them (Wolff 1982),
/// and as often as a part of the budget pays for. A server that is busy, or whose commands are
/// large, is not listened to at all.
struct TrafficSampler: Sendable {
    /// What is listened to.
    let kind: TrafficKind
    private var bursts: [Burst] = []
    /// What the bursts of the last minute were.
    private(set) var window = TrafficWindow(bursts: 0, commands: 0, milliPerSecond: 0)
    /// The keys named most often in them, most first.
    private(set) var hottest: [(key: KeyName, traffic: KeyTraffic)] = []
    private var random: SplitMix
    private var last: (elapsed: Duration, commands: UInt64, own: UInt64)?
    private var cpu: Double?
    /// Commands a second of others, in the latest interval.
    private var perSecond: Double?

    fileprivate struct Burst: Sendable {
        let milliseconds: Int64
        let commands: UInt64
        let counts: [KeyName: Uses]
        let perSecond: Double
    }

    /// How often a key was named for each purpose.
    fileprivate struct Uses: Sendable {
        var (reads, writes, removals, others): (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

        var all: UInt64 { reads + writes + removals + others }

        mutating func add(_ kind: KeyUse.Kind) {
            switch kind {
            case .read: reads += 1
            case .write: writes += 1
            case .removal: removals += 1
            case .upkeep: others += 1
            }
        }

        static func + (one: Uses, other: Uses) -> Uses {
            var sum = one
            (sum.reads, sum.writes) = (one.reads + other.reads, one.writes + other.writes)
            sum.removals += other.removals
            sum.others += other.others
            return sum
        }
    }

    /// How far back bursts count, in milliseconds.
    private static let memory: Int64 = 60_000
    /// Keys told.
    private static let mostKeys = 64
    /// Server time for a command that is listened to, in seconds: 2 to 13 µs were measured; and for
    /// a change that is told, 9 to 16 µs where each comes alone (`keyspace.md` 2.4).
    private static let (secondsPerCommand, secondsPerChange) = (12e-6, 16e-6)
    /// The share of a core that listening may cost.
    private static let budget = 0.001_5
    /// Bytes of a command, on average, above which writing it down for us is too dear.
    private static let largestCommand = 4_096.0
    /// What the server writes for us around a command, at most, and in all for a burst, in bytes.
    private static let (lineBytes, mostBytes) = (100.0, 2e6)
    /// A main thread this busy is left alone.
    private static let busiest = 0.7

    init(_ kind: TrafficKind, seed: UInt64) {
        self.kind = kind
        random = SplitMix(state: seed)
    }

    /// How long to listen after a good poll, or `nil` for not now.
    mutating func plan(
        after info: InfoReport,
        ownCommands: UInt64,
        interval: Duration,
        at elapsed: Duration
    ) -> Duration? {
        let isBusy = load(info, ownCommands, elapsed).map { $0 > Self.busiest } ?? true
        guard !isBusy, let perSecond, perSecond > 0 else { return nil }
        let length: Duration
        let price: Double
        switch kind {
        case .commands:
            let input = (info[InfoField<Double>.inputKilobytes] ?? 0) * 1_000
            guard input / perSecond <= Self.largestCommand else { return nil }
            // Should we stall, the server keeps what it wrote down for us: so much at most.
            let written = input + perSecond * Self.lineBytes
            length = min(
                .milliseconds(perSecond < 10_000 ? 50 : 20),
                .seconds(1) * (Self.mostBytes / written)
            )
            price = perSecond * (length / .seconds(1)) * Self.secondsPerCommand
        case .changes:
            // Only changes cost, but how many there are is not known before some were heard.
            let changes = min(perSecond, bursts.map { $0.perSecond * 2 + 100 }.max() ?? perSecond)
            length = min(.milliseconds(200), interval / 4)
            price = changes * (length / .seconds(1)) * Self.secondsPerChange
        }
        guard length >= .milliseconds(1) else { return nil }
        let affordable = Self.budget * (interval / .seconds(1)) / price
        return Double.random(in: 0..<1, using: &random) < affordable ? length : nil
    }

    /// How long to wait before listening: anywhere in the time there is.
    mutating func delay(within time: Duration) -> Duration {
        time * Double.random(in: 0..<1, using: &random)
    }

    /// Takes in the server's account; returns the main thread's load since the last.
    private mutating func load(
        _ info: InfoReport,
        _ own: UInt64,
        _ elapsed: Duration
    ) -> Double? {
        let spent = info.mainThreadSeconds
        defer {
            cpu = spent
            last = info[.commandsProcessed].map { (elapsed, $0, own) }
        }
        guard let last, let commands = info[.commandsProcessed], commands >= last.commands,
            own >= last.own, elapsed > last.elapsed
        else { return nil }
        let seconds = (elapsed - last.elapsed) / .seconds(1)
        let others = Double(commands - last.commands) - Double(own - last.own)
        perSecond = max(0, others) / seconds
        guard let spent, let cpu, spent >= cpu else { return nil }
        return (spent - cpu) / seconds
    }

    /// Takes in what a burst heard.
    mutating func record(_ burst: TrafficBurst, at milliseconds: Int64) {
        bursts.removeAll { milliseconds - $0.milliseconds > Self.memory }
        let seconds = burst.duration / .seconds(1)
        guard seconds > 0, !burst.isBroken else { return }
        var counts: [KeyName: Uses] = [:]
        for use in burst.uses { counts[use.name, default: Uses()].add(use.kind) }
        bursts.append(
            Burst(
                milliseconds: milliseconds,
                commands: UInt64(burst.commands),
                counts: counts,
                // Not the server's own count, which has what other watchers ask in their rhythm.
                perSecond: Double(burst.commands) / seconds
            )
        )
        (window, hottest) = (summary, ranking)
    }

    private var summary: TrafficWindow {
        TrafficWindow(
            bursts: UInt64(bursts.count),
            commands: bursts.reduce(0) { $0 + $1.commands },
            milliPerSecond: UInt64(min(1e18, bursts.reduce(0) { $0 + $1.perSecond } * 1_000))
        )
    }

    private var ranking: [(key: KeyName, traffic: KeyTraffic)] {
        var sums: [KeyName: KeyTraffic] = [:]
        for burst in bursts where burst.commands > 0 {
            for (key, uses) in burst.counts {
                sums[key, default: .none].add(uses.all, in: burst)
            }
        }
        let sorted = sums.sorted {
            $0.value.milliPerSecond == $1.value.milliPerSecond
                ? $0.key < $1.key
                : $0.value.milliPerSecond > $1.value.milliPerSecond
        }
        return sorted.prefix(Self.mostKeys).map { ($0.key, $0.value) }
    }

    /// What was heard of the keys of each template; `template` tells which one a key follows.
    func patterns(_ template: ([UInt8]) -> [UInt8]?) -> [[UInt8]: PatternTraffic] {
        var sums: [[UInt8]: PatternTraffic] = [:]
        let heardReads: KeyTraffic? = kind == .commands ? KeyTraffic.none : nil
        let nothing = PatternTraffic(reads: heardReads, writes: .none, removals: .none)
        for burst in bursts where burst.commands > 0 {
            var uses: [[UInt8]: Uses] = [:]
            for (key, count) in burst.counts {
                guard let name = template(key.bytes) else { continue }
                uses[name] = (uses[name] ?? Uses()) + count
            }
            for (name, uses) in uses {
                var sum = sums[name] ?? nothing
                sum.reads?.add(uses.reads, in: burst)
                sum.writes.add(uses.writes, in: burst)
                sum.removals.add(uses.removals, in: burst)
                sums[name] = sum
            }
        }
        return sums
    }
}

extension KeyTraffic {
    /// Never named.
    fileprivate static var none: KeyTraffic {
        KeyTraffic(count: 0, milliPerSecond: 0, squares: 0)
    }

    /// Adds a burst in which it was named so often.
    fileprivate mutating func add(_ times: UInt64, in burst: TrafficSampler.Burst) {
        let rate = Double(times) / Double(burst.commands) * burst.perSecond
        count += times
        milliPerSecond += UInt64(min(1e15, rate * 1_000))
        squares += rate * rate
    }
}

extension InfoField<Double> {
    /// Thousands of bytes received a second, by the server's own short average.
    fileprivate static let inputKilobytes = InfoField("instantaneous_input_kbps")
}

extension KeyUse {
    /// The key's name.
    fileprivate var name: KeyName {
        length > key.count ? KeyName(clipped: key, length: length, hash) : KeyName(key)
    }
}
