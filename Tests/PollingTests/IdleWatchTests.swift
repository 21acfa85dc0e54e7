import CacheMetrics
import Glibc
import Polling
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
        var watch = IdleWatch(seed: seed)
        var now = 1_000_300_000 as Int64
        for second in 0..<90 {
            await Task.yield()
            watch.setClock(InfoReport(Array("server_time_usec:\(now)\r\n".utf8)), at: now)
            for key in 0..<keys where second == 0 { watch.add(name(key)) }
            guard let delay = watch.delay(at: now, within: .seconds(2)) else { continue }
            let time = now + Int64(delay / .microseconds(1))
            let answers = (0..<keys).map {
                (key: name($0), seconds: server.idle($0, at: Double(time) / 1e6))
            }
            watch.record(answers, at: time)
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
        var watch = IdleWatch(seed: 1)
        watch.setClock(InfoReport(Array("server_time_usec:1000300000\r\n".utf8)), at: 0)
        for key in 0..<160 { watch.add(name(key)) }
        for second in 0..<20 as Range<Int64> {
            // Key n is used every n-th second, a little after its clock has ticked.
            let idle = (0..<160).map { key in
                (key: name(key), seconds: key == 0 ? 0 : second % Int64(key))
            }
            watch.record(idle, at: second * 1_000_000)
        }
        #expect(watch.hottest.prefix(5).map(\.key) == (0..<5).map(name))
        #expect(watch.commands.count == 96)
    }

    @Test func `a server that does not tell its time is not looked at`() {
        var watch = IdleWatch(seed: 1)
        watch.setClock(InfoReport(Array("redis_version:5.0.0\r\n".utf8)), at: 0)
        var key = SurveyedKey(key: name(1), keyLength: 5, seenMilliseconds: 0)
        key.idleSeconds = 0
        #expect(!watch.wants(key))
        #expect(watch.delay(at: 0, within: .seconds(9)) == nil)
    }
}
