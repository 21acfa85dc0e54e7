package import CacheMetrics

extension Moment {
    /// A moment of a run that began at 14:00:00 UTC on 2026-11-21 and has a beat each second.
    package static func beat(_ beat: Int64) -> Moment {
        Moment(
            wallMicroseconds: 1_795_269_600_000_000 + beat * 1_000_000,
            steadyMicroseconds: beat * 1_000_000,
            beat: beat
        )
    }
}

extension InfoReport {
    /// A report of some fields, over a plain server's.
    package static func of(_ fields: KeyValuePairs<String, String>) -> InfoReport {
        let plain = [
            "redis_version": "7.0.15", "run_id": "a1", "uptime_in_seconds": "1000",
            "role": "master",
            "maxmemory_policy": "allkeys-lfu",
        ]
        let given = Set(fields.map(\.key))
        let rest = plain.filter { !given.contains($0.key) }.sorted { $0.key < $1.key }
        let lines = (rest.map { ($0.key, $0.value) } + fields.map { ($0.key, $0.value) }).map {
            "\($0):\($1)"
        }
        return InfoReport(
            Array(("# Server\r\n" + lines.joined(separator: "\r\n") + "\r\n# Keyspace\r\n").utf8)
        )
    }
}

extension Reading {
    /// A good sample of the node `n` on a beat.
    package static func sample(
        _ beat: Int64,
        _ fields: KeyValuePairs<String, String>,
        of node: String = "n",
        _ complete: (inout Sample) -> Void = { _ in }
    ) -> Reading {
        var sample = Sample(roundTripMicroseconds: 500, info: .of(fields))
        complete(&sample)
        return Reading(node: NodeID(node), moment: .beat(beat), content: .sample(sample))
    }

    /// An outage of the node `n` on a beat.
    package static func outage(
        _ beat: Int64,
        _ cause: Outage.Cause = .refused,
        of node: String = "n"
    ) -> Reading {
        let outage = Outage(
            cause: cause,
            lastedMicroseconds: 2_000_000,
            attempts: 2,
            retryMicroseconds: 500_000
        )
        return Reading(node: NodeID(node), moment: .beat(beat), content: .outage(outage))
    }
}

extension Interval {
    /// The interval between two reports a second apart.
    package static func between(_ earlier: InfoReport, _ later: InfoReport) -> Interval {
        between(
            Sample(roundTripMicroseconds: 500, info: earlier),
            Sample(roundTripMicroseconds: 500, info: later)
        )
    }

    /// The interval between two samples a second apart.
    package static func between(_ earlier: Sample, _ later: Sample) -> Interval {
        let first = Interval(after: nil, to: Observation(moment: .beat(0), sample: earlier))
        return Interval(after: first, to: Observation(moment: .beat(1), sample: later))
    }
}
