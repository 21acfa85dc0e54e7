package import CacheMetrics

extension Incident {
    /// A reading of the incident's 41st second, in which clients were heard and values were read.
    package static var studied: Reading {
        var reading = readings[41]
        guard case .sample(var sample) = reading.content, var survey = sample.survey else {
            return reading
        }
        survey.method = .traffic(
            TrafficWindow(bursts: 10, commands: 4_000, milliPerSecond: 80_000_000)
        )
        survey.sweeps = 2
        complete(&survey.patterns.patterns[0])
        survey.patterns.patterns[1].values = values
        survey.patterns.patterns[2].members = members
        survey.patterns.patterns[2].group.storage.encodings[KeyEncoding.hashTable.rawValue] = 90
        survey.patterns.patterns[2].group.storage.encodings[KeyEncoding.packed.rawValue] = 22
        survey.patterns.patterns[2].group.storage.unpacked = 81
        var family = VersionedPattern(template: Array("user:*:v*".utf8))
        family.entities = 400
        (family.currentKeys, family.currentBytes) = (400, 40_000)
        (family.staleKeys, family.staleBytes, family.staleLasting) = (600, 90_000, 540)
        survey.patterns.versions = [family]
        sample.survey = survey
        reading.content = .sample(sample)
        return reading
    }

    private static func complete(_ pattern: inout KeyPattern) {
        pattern.group.storage.nameBytes = pattern.group.sized * 500
        let uses = { (count: UInt64, perSecond: Double) in
            KeyTraffic(
                count: count,
                milliPerSecond: UInt64(perSecond * 10_000),
                squares: 10.5 * perSecond * perSecond
            )
        }
        pattern.traffic = PatternTraffic(
            reads: uses(2_000, 4_000),
            writes: uses(120, 240),
            removals: uses(4, 8)
        )
    }

    private static var values: ValueSample {
        var values = ValueSample()
        (values.values, values.bytes, values.packedBytes, values.json) = (64, 260_000, 81_000, 64)
        return values
    }

    private static var members: MemberSample {
        var members = MemberSample()
        (members.sets, members.members, members.asked, members.gone) = (40, 4_000, 800, 310)
        return members
    }
}
