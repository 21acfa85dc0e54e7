import CacheMetrics
import TestSupport
import Testing

struct TrafficWindowTests {
    /// Bursts in which a key has a share that itself wavers from burst to burst.
    private func rate(
        share: Double,
        wavering: Double,
        bursts: Int,
        _ random: inout SeededGenerator
    ) -> KeyRate? {
        var traffic = KeyTraffic(count: 0, milliPerSecond: 0, squares: 0)
        var commands: UInt64 = 0
        for _ in 0..<bursts {
            let size = UInt64.random(in: 50...250, using: &random)
            let now = share * Double.random(in: (1 - wavering)...(1 + wavering), using: &random)
            let count = (0..<size).count { _ in Double.random(in: 0..<1, using: &random) < now }
            let rate = Double(count) / Double(size) * 5_000
            traffic.count += UInt64(count)
            traffic.milliPerSecond += UInt64(rate * 1_000)
            traffic.squares += rate * rate
            commands += size
        }
        let window = TrafficWindow(
            bursts: UInt64(bursts),
            commands: commands,
            milliPerSecond: 5_000_000 * UInt64(bursts)
        )
        return window.rate(of: traffic)
    }

    @Test(arguments: [0.005, 0.08, 0.4], [0.0, 0.8])
    func `the interval holds the truth as often as it says`(share: Double, wavering: Double) async {
        var random = SeededGenerator(seed: 14)
        var held = 0
        for _ in 0..<100 {
            await Task.yield()
            let rate = rate(share: share, wavering: wavering, bursts: 30, &random)
            held += rate?.interval?.contains(share * 5_000) == true ? 1 : 0
        }
        #expect((88...100).contains(held), "\(held) of 100")
    }

    @Test func `few bursts give a rate without an interval, none no rate`() {
        var random = SeededGenerator(seed: 15)
        let few = rate(share: 0.1, wavering: 0, bursts: 4, &random)
        #expect(few != nil && few?.interval == nil)
        let none = TrafficWindow(bursts: 0, commands: 0, milliPerSecond: 0)
        #expect(none.rate(of: KeyTraffic(count: 0, milliPerSecond: 0, squares: 0)) == nil)
    }
}
