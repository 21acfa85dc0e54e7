import CacheMetrics
import Glibc
import Polling
import RedisClient
import TestSupport
import Testing

/// Rates from idle times, of keys that are used at random times whose rate is known.
struct IdleWatchTests {
    /// Keys of one rate, and what a server with a clock of whole seconds says of their last use.
    private struct Server {
        let perSecond: Double
        /// How much later than the second begins the clock ticks.
        let lag: Double
        var (lastUses, lastLooks): ([Double], [Double])
        var random: SeededGenerator

        init(keys: Int, perSecond: Double, seed: UInt64) {
            random = SeededGenerator(seed: seed)
            self.perSecond = perSecond
            lag = Double.random(in: 0..<0.1, using: &random)
            lastLooks = Array(repeating: 999, count: keys)
            lastUses = lastLooks
        }

        /// Seconds idle by the server's clock, after uses up to a time.
        mutating func idle(_ key: Int, at seconds: Double) -> Int64 {
            // The last use is an exponential time back, if that is after the look before.
            let back = -log(1 - Double.random(in: 0..<1, using: &random)) / perSecond
            if back < seconds - lastLooks[key] { lastUses[key] = seconds - back }
            lastLooks[key] = seconds
            return Int64((seconds - lag).rounded(.down) - (lastUses[key] - lag).rounded(.down))
        }
    }

    private func name(_ key: Int) -> [UInt8] { Array("key:\(key)".utf8) }

    /// What is told of keys of a rate after a minute and a half of looks, one each second.
    private func rates(ofKeysUsed perSecond: Double, seed: UInt64) async -> [KeyRate] {
        let keys = 60
        var server = Server(keys: keys, perSecond: perSecond, seed: seed)
        var (watch, clock) = (IdleWatch(seed: seed), ServerClock())
        var now = 1_000_300_000 as Int64
        for second in 0..<90 {
            await Task.yield()
            clock.set(.of(["server_time_usec": "\(now)"]), roundTrip: 0, endedAt: now)
            for key in 0..<keys where second == 0 { watch.add(name(key)) }
            guard let delay = watch.delay(at: now, clock, within: .seconds(2)) else { continue }
            let time = now + Int64(delay / .microseconds(1))
            let answers = (0..<keys).map {
                (key: name($0), seconds: server.idle($0, at: Double(time) / 1e6))
            }
            watch.record(answers, at: time, clock)
            now = (time / 1_000_000 + 1) * 1_000_000 + 20_000
        }
        return watch.hottest.compactMap(\.looks.rate)
    }

    @Test(arguments: [0.05, 0.3, 1, 3, 6])
    func `intervals hold the truth`(perSecond: Double) async {
        var (held, all, sum) = (0, 0, 0.0)
        for seed in 1...5 as ClosedRange<UInt64> {
            for rate in await rates(ofKeysUsed: perSecond, seed: seed) {
                all += 1
                sum += rate.perSecond
                let isHeld =
                    rate.isSaturated
                    ? rate.perSecond <= perSecond : rate.interval?.contains(perSecond) == true
                held += isHeld ? 1 : 0
            }
        }
        // Keys that were not seen to be used are not told.
        #expect((270...300).contains(all))
        // 95 % of 300, and three times the 1.3 % by which chance may move it.
        #expect(Double(held) / Double(all) > 0.91, "\(held) of \(all)")
        #expect(abs(sum / Double(all) / perSecond - 1) < 0.25)
    }

    @Test func `of a key in constant use only the least rate is told`() async {
        let rates = await rates(ofKeysUsed: 500, seed: 3)
        #expect(rates.count == 60)
        #expect(rates.allSatisfy { $0.isSaturated && (5...60).contains($0.perSecond) })
    }

    @Test func `keys used more often come first, and those used rarely give way`() {
        var (watch, clock) = (IdleWatch(seed: 1), ServerClock())
        clock.set(.of(["server_time_usec": "1000300000"]), roundTrip: 0, endedAt: 0)
        for key in 0..<160 { watch.add(name(key)) }
        for second in 0..<20 as Range<Int64> {
            // Key n is used every n-th second, a little after its clock has ticked.
            let idle = (0..<160).map { key in
                (key: name(key), seconds: key == 0 ? 0 : second % Int64(key))
            }
            watch.record(idle, at: second * 1_000_000, clock)
        }
        #expect(watch.hottest.prefix(5).map(\.key) == (0..<5).map(name))
        #expect(watch.commands(atMost: 200).count == 96)
    }

    @Test func `with few lookups few keys are watched, each every few seconds`() {
        var (watch, clock) = (IdleWatch(seed: 1), ServerClock())
        clock.set(.of(["server_time_usec": "1000300000"]), roundTrip: 0, endedAt: 0)
        for key in 0..<60 { watch.add(name(key)) }
        for second in 0..<60 as Range<Int64> {
            let probed = watch.commands(atMost: 2).compactMap { command -> [UInt8]? in
                guard case .objectIdleTime(let key) = command else { return nil }
                return key
            }
            #expect(probed.count <= 2)
            let idle = probed.map { (key: $0, seconds: Int64(0)) }
            watch.record(idle, at: second * 1_000_000, clock)
        }
        #expect((1...12).contains(watch.hottest.count))
    }

    @Test func `a server that does not report its time is not probed`() {
        var watch = IdleWatch(seed: 1)
        watch.add(name(1))
        #expect(watch.delay(at: 0, ServerClock(), within: .seconds(9)) == nil)
    }
}
