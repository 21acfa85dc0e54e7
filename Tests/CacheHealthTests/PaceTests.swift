import CacheHealth
import CacheMetrics
import TestSupport
import Testing

/// Rules that go by what is set or by minutes are asked less often while they have nothing to say.
struct PaceTests {
    /// A server on a beat, without a limit of its memory or with one.
    private func reading(_ beat: Int64, isLimited: Bool, seconds: Int64 = 1) -> Reading {
        var reading = Reading.sample(
            beat,
            [
                "maxmemory": isLimited ? "1000" : "0", "used_memory_rss": "10",
                "total_system_memory": "1000000",
            ]
        )
        reading.moment.steadyMicroseconds *= seconds
        return reading
    }

    /// The beats on which the finding begins and is first told, watched from `first` on.
    private func told(
        from first: Int64 = 0,
        seconds: Int64 = 1,
        isLimited: (Int64) -> Bool
    ) -> (since: Int64, told: Int64)? {
        var (history, monitor) = (History(), HealthMonitor())
        for beat in first..<300 {
            history.fold(reading(beat, isLimited: isLimited(beat), seconds: seconds))
            guard let node = history.nodes.first else { continue }
            monitor.judge(node)
            if let finding = monitor.findings.first(where: { $0.rule == "no-maxmemory" }) {
                return (finding.since.beat, beat)
            }
        }
        return nil
    }

    @Test(arguments: 100...140 as ClosedRange<Int64>)
    func `what begins is told four beats later at most, the same wherever one began to watch`(
        onset: Int64
    ) throws {
        let found = try #require(told { $0 < onset })
        #expect((onset...(onset + 6)).contains(found.since))
        #expect(found.told == found.since)
        let jumped = try #require(told(from: 60) { $0 < onset })
        #expect(jumped == found)
    }

    @Test(arguments: [2, 3, 4] as [Int64], 0...3 as ClosedRange<Int64>)
    func `what comes and goes on some beats only is met all the same`(
        period: Int64,
        phase: Int64
    ) throws {
        // Of each period all beats but one are sick; of two that is three of five now and then.
        let found = try #require(told { $0 < 100 || $0 % period == phase % period })
        #expect(found.told <= 112)
    }

    @Test func `where beats are slow every rule is asked on each`() throws {
        for onset in 100...110 as ClosedRange<Int64> {
            let found = try #require(told(seconds: 10) { $0 < onset })
            #expect(found.told == onset + 2)
        }
    }

    @Test func `what goes by the last seconds is asked on each beat`() {
        let hasty = RuleCatalog.all.filter { $0.pace == .eachBeat }.map(\.name)
        #expect(Set(hasty).isSuperset(of: ["outage", "stampede", "memory-level", "retry-storm"]))
        #expect(Set(hasty).isDisjoint(with: ["no-maxmemory", "hit-drop", "key-leak", "churn"]))
    }
}
