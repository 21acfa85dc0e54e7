import CacheMetrics
import TestSupport
import Testing

struct IntervalTests {
    @Test func `a rate is growth over measured time`() {
        let interval = Interval.between(.of(["expired_keys": "100"]), .of(["expired_keys": "160"]))
        #expect(interval.rate(of: .expiredKeys) == 60)
    }

    @Test func `the server's clock is preferred to ours, which is a round trip late`() {
        let interval = Interval.between(
            .of(["expired_keys": "0", "server_time_usec": "5000000"]),
            .of(["expired_keys": "100", "server_time_usec": "6004000"])
        )
        #expect(interval.elapsed == .milliseconds(1_004))
    }

    @Test(arguments: ["9000000", "4000000", "5000000"])
    func `a server whose clock was set is not believed`(time: String) {
        let interval = Interval.between(
            .of(["server_time_usec": "5000000"]),
            .of(["server_time_usec": time])
        )
        #expect(interval.elapsed == .seconds(1))
    }

    @Test func `a counter that fell is a reset, and then no counter has a rate`() {
        let interval = Interval.between(
            .of(["keyspace_hits": "508", "expired_keys": "3"]),
            .of(["keyspace_hits": "1", "expired_keys": "9"])
        )
        #expect(interval.discontinuity == .countersReset)
        #expect(interval.rate(of: .keyspaceHits) == nil)
        #expect(interval.rate(of: .expiredKeys) == nil)
        #expect(interval.hitRatio == nil)
    }

    @Test func `a reset is noticed by our own INFO calls even when every counter overtook itself`()
    {
        let interval = Interval.between(
            .of(["keyspace_hits": "5", "cmdstat_info": "calls=40,usec=900,usec_per_call=22.5"]),
            .of(["keyspace_hits": "900", "cmdstat_info": "calls=1,usec=22,usec_per_call=22.0"])
        )
        #expect(interval.discontinuity == .countersReset)
    }

    @Test func `another run id with a short life is a restart, with a long one another server`() {
        let before = InfoReport.of(["run_id": "a"])
        #expect(
            Interval.between(before, .of(["run_id": "b", "uptime_in_seconds": "1"])).discontinuity
                == .restart
        )
        #expect(
            Interval.between(before, .of(["run_id": "b", "uptime_in_seconds": "900"])).discontinuity
                == .failover
        )
        #expect(
            Interval.between(before, .of(["run_id": "a", "role": "slave"])).discontinuity
                == .failover
        )
    }

    @Test func `the hit ratio is the application's, our own probes taken out`() {
        var earlier = Sample(
            roundTripMicroseconds: 1,
            info: .of(["keyspace_hits": "100", "keyspace_misses": "10"])
        )
        var later = Sample(
            roundTripMicroseconds: 1,
            info: .of(["keyspace_hits": "500", "keyspace_misses": "120"])
        )
        earlier.cost.falseHits = 40
        later.cost.falseHits = 340
        later.cost.falseMisses = 10
        let interval = Interval.between(earlier, later)
        #expect(interval.hits == 100)
        #expect(interval.misses == 100)
        #expect(interval.hitRatio == 0.5)
    }

    @Test func `a ratio of nothing is nothing`() {
        let idle = InfoReport.of(["keyspace_hits": "7", "keyspace_misses": "7"])
        #expect(Interval.between(idle, idle).hitRatio == nil)
    }

    @Test func `a single sample has gauges and no rates`() {
        let report = InfoReport.of(["used_memory": "900", "maxmemory": "1000", "expired_keys": "5"])
        let only = Interval(
            after: nil,
            to: .init(moment: .beat(0), sample: Sample(roundTripMicroseconds: 1, info: report))
        )
        #expect(Metric.usedMemory.value(only) == 900)
        #expect(Metric.evictionLevel.value(only) == 0.9)
        #expect(
            MetricCatalog.all.filter { $0.unit == .perSecond }.allSatisfy { $0.value(only) == nil }
        )
    }

    @Test func `the eviction level leaves out what does not count for eviction`() {
        let report = InfoReport.of([
            "used_memory": "1200", "mem_not_counted_for_evict": "300", "maxmemory": "1000",
        ])
        #expect(Metric.evictionLevel.value(.between(report, report)) == 0.9)
        let unlimited = InfoReport.of(["used_memory": "1200", "maxmemory": "0"])
        #expect(Metric.evictionLevel.value(.between(unlimited, unlimited)) == nil)
        #expect(Metric.maxmemory.value(.between(unlimited, unlimited)) == nil)
    }

    @Test func `commands of clients are all but ours`() {
        func commands(ours: UInt64) -> [Double?] {
            var history = History()
            for beat in 0..<2 as Range<Int64> {
                history.fold(
                    .sample(beat, ["total_commands_processed": "\(500 * beat)"]) {
                        $0.cost.commands = ["scan": 7 + ours * UInt64(beat)]
                    }
                )
            }
            let interval = history.nodes[0].interval
            return [.commands, .clientCommands].map { (metric: Metric) in
                interval.flatMap(metric.value)
            }
        }
        #expect(commands(ours: 300) == [500, 200])
        // Ours were counted a moment later than the server's own.
        #expect(commands(ours: 501) == [500, 0])
    }

    @Test func `commands are ranked by the time they take`() {
        let interval = Interval.between(
            .of(["cmdstat_get": "calls=10,usec=10", "cmdstat_hgetall": "calls=1,usec=100"]),
            .of([
                "cmdstat_get": "calls=1010,usec=510", "cmdstat_hgetall": "calls=11,usec=1100",
                "cmdstat_set": "calls=5,usec=5,usec_per_call=1.00,rejected_calls=1,failed_calls=2",
            ])
        )
        #expect(
            interval.busiest.map { String(decoding: $0.name, as: UTF8.self) } == [
                "hgetall", "get", "set",
            ]
        )
        #expect(interval.busiest[0].microsecondsPerCall == 100)
        #expect(interval.busiest[1].callsPerSecond == 1_000)
        #expect(interval.busiest[2].errorsPerSecond == 3)
    }

    @Test func `no metric of any pair of reports is negative or infinite`() {
        let values = ["0", "1", "18446744073709551615", "nan", ""]
        for one in values {
            for other in values {
                let interval = Interval.between(
                    .of([
                        "keyspace_hits": one, "keyspace_misses": other,
                        "total_commands_processed": one, "used_memory": other,
                    ]),
                    .of([
                        "keyspace_hits": other, "keyspace_misses": one,
                        "total_commands_processed": other, "maxmemory": one,
                    ])
                )
                for metric in MetricCatalog.all {
                    if let value = metric.value(interval) {
                        #expect(value.isFinite && value >= 0, "\(metric.name)")
                    }
                }
            }
        }
    }
}
