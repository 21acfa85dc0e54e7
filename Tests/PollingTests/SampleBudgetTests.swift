import CacheMetrics
import Polling
import TestSupport
import Testing

struct SampleBudgetTests {
    /// A server whose main thread spends known amounts, and a budget that watches it.
    private struct Rig {
        var budget: SampleBudget
        var random = SeededGenerator(seed: 4)
        var (cpu, commands, beats) = (0.0, 0.0, 0)
        /// What a second at rest, a command of others and a key of ours really cost, in seconds.
        var costs = (rest: 0.003, command: 6e-6, key: 2.4e-6)
        var load = 5_000.0
        var fields: [String: String] = [:]
        var roundTrip: Int64 = 400

        init(share: Double) { budget = SampleBudget(share: share, seed: 9) }

        /// One beat: the server is polled, then scanned; returns the keys scanned.
        mutating func beat() -> Int {
            beats += 1
            let others = load * Double.random(in: 0.7...1.3, using: &random)
            cpu +=
                costs.rest + others * costs.command * Double.random(in: 0.95...1.05, using: &random)
            commands += others
            var lines = [
                "used_cpu_sys_main_thread:0", "used_cpu_user_main_thread:\(cpu)",
                "total_commands_processed:\(Int(commands))",
            ]
            lines += fields.map { "\($0):\($1)" }
            var sample = Sample(
                roundTripMicroseconds: roundTrip,
                info: InfoReport(Array(lines.joined(separator: "\r\n").utf8))
            )
            sample.survey = nil
            let affordable = budget.keys(
                per: .seconds(1),
                after: sample,
                ownCommands: 0,
                at: .seconds(beats)
            )
            let keys =
                Int((affordable / Double(SampleBudget.keysPerRound)).rounded(.up))
                * SampleBudget.keysPerRound
            budget.spend(keys: keys)
            cpu += Double(keys) * costs.key
            return keys
        }

        /// Keys a beat on average over so many beats.
        mutating func pace(over beats: Int) -> Double {
            Double((0..<beats).reduce(0) { sum, _ in sum + beat() }) / Double(beats)
        }
    }

    @Test(arguments: [1.5e-6, 2.4e-6, 6e-6, 15e-6], [0.0, 5_000, 20_000])
    func `the price of a key is learned under load, and the budget kept`(
        key: Double,
        load: Double
    ) async {
        var rig = Rig(share: 0.005)
        rig.costs.key = key
        rig.load = load
        for _ in 0..<12 {
            await Task.yield()
            _ = rig.pace(over: 50)
        }
        #expect(abs(rig.budget.secondsPerKey - key) < 0.25 * key + 0.3e-6)
        let share = rig.pace(over: 200) * key
        #expect((0.003...0.0065).contains(share), "\(share) of a core")
    }

    @Test(arguments: [(0, 3.5e-6), (10_000, 5e-6), (90_000, 6.5e-6), (-7, 3.5e-6)])
    func `a key is thought dearer beside the commands of others`(load: Int, price: Double) {
        var budget = SampleBudget(share: 0.005)
        _ = budget.keys(
            per: .seconds(1),
            after: Sample(
                roundTripMicroseconds: 400,
                info: InfoReport(Array("instantaneous_ops_per_sec:\(load)".utf8))
            ),
            ownCommands: 0,
            at: .seconds(1)
        )
        #expect(abs(budget.secondsPerKey - price) < 1e-12)
    }

    @Test func `a price that changes with the hours is learned anew`() {
        var rig = Rig(share: 0.005)
        _ = rig.pace(over: 2_000)
        rig.costs.key = 7e-6
        _ = rig.pace(over: 400)
        #expect((5.5e-6...8.5e-6).contains(rig.budget.secondsPerKey))
    }

    @Test func `a price that cannot be learned is taken as usual`() {
        var budget = SampleBudget(share: 0.005)
        let sample = Sample(roundTripMicroseconds: 400, info: .of([:]))
        let keys = (1...200).map {
            budget.keys(per: .seconds(1), after: sample, ownCommands: 0, at: .seconds($0))
        }
        #expect((900...1_500).contains(keys.reduce(0, +) / 200))
        #expect(budget.secondsPerKey == 3.5e-6)
    }

    @Test func `slow polls halve the pace, and good ones restore it`() {
        var rig = Rig(share: 0.005)
        let usual = rig.pace(over: 100)
        rig.roundTrip = 40_000
        _ = rig.pace(over: 4)
        #expect(rig.pace(over: 4) < 0.4 * usual)
        rig.roundTrip = 400
        _ = rig.pace(over: 30)
        #expect(rig.pace(over: 100) > 0.8 * usual)
    }

    @Test(arguments: [("rdb_bgsave_in_progress", 0.7), ("aof_rewrite_in_progress", 0.7)])
    func `a server that writes its data out is asked half as much`(field: String, most: Double) {
        var rig = Rig(share: 0.005)
        let usual = rig.pace(over: 200)
        rig.fields[field] = "1"
        #expect(rig.pace(over: 200) < most * usual)
    }

    @Test func `a main thread without room is asked a fifth`() {
        var rig = Rig(share: 0.005)
        rig.load = 0
        let usual = rig.pace(over: 200)
        rig.costs.rest = 0.95
        #expect(rig.pace(over: 100) < 0.4 * usual)
    }

    @Test(arguments: [(0.3, 0.7), (0.6, 0.4)])
    func `the fuller the main thread, the less is asked`(load: Double, left: Double) {
        var rig = Rig(share: 0.005)
        rig.load = 0
        let usual = rig.pace(over: 200)
        rig.costs.rest = load
        // The pace varies by half up and down, so a mean of 400 beats is off by some hundredths.
        #expect(abs(rig.pace(over: 400) / usual - left) < 0.12)
    }

    @Test func `a failover stops the scan`() {
        var rig = Rig(share: 0.005)
        #expect(rig.beat() > 0)
        rig.fields["master_failover_state"] = "waiting-for-sync"
        #expect(rig.beat() == 0)
        rig.fields["master_failover_state"] = "no-failover"
        #expect(rig.beat() > 0)
    }

    @Test func `no budget, no scan`() {
        var rig = Rig(share: 0)
        #expect(rig.beat() == 0)
    }
}
