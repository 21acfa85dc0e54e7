import CacheMetrics

// What is known of a pattern beside its count: how its keys are stored, used and versioned, and what
// their values held. Each has a line of its own, behind the pattern's.
extension FactWriter {
    /// Adds how keys are stored, if anything of that is known.
    mutating func add(_ storage: KeyStorage) {
        guard storage != KeyStorage() else { return }
        line("ps")
        number(storage.nameBytes)
        number(storage.unpacked)
        for figure in storage.encodings { number(figure) }
    }

    /// Adds how many keys have which size, from the smallest that any has.
    mutating func add(_ histogram: SizeHistogram) {
        guard let first = histogram.counts.firstIndex(where: { $0 > 0 }),
            let last = histogram.counts.lastIndex(where: { $0 > 0 })
        else { return }
        line("pz")
        number(first)
        for count in histogram.counts[first...last] { number(count) }
    }

    /// Adds what was heard of a pattern's keys and read of their values.
    mutating func addStudies(of pattern: KeyPattern) {
        if let traffic = pattern.traffic {
            line("pf")
            for part in [traffic.reads, traffic.writes, traffic.removals] {
                number(part?.count)
                number(part?.milliPerSecond)
                double(part?.squares)
            }
        }
        if let values = pattern.values {
            line("pl")
            for figure in [values.values, values.bytes, values.packedBytes, values.json] {
                number(figure)
            }
        }
        if let members = pattern.members {
            line("pm")
            for figure in [members.sets, members.members, members.asked, members.gone] {
                number(figure)
            }
        }
    }

    /// Adds a family of names that have versions.
    mutating func add(_ family: VersionedPattern) {
        line("pv")
        word(family.template)
        for figure in [
            family.entities, family.currentKeys, family.currentBytes, family.staleKeys,
            family.staleBytes, family.staleLasting, family.staleIdle, family.staleProbed,
            family.staleIdleProbed,
        ] { number(figure) }
    }
}

extension PatternTable {
    /// Reads how many keys of the pattern before have which size, or of those that follow none.
    mutating func readHistogram(_ line: inout FactLine) {
        var histogram = SizeHistogram()
        let first = line.number(Int.self) ?? SizeHistogram.places
        guard first >= 0 else { return }
        for place in first..<max(first, SizeHistogram.places) {
            histogram.add(line.number() ?? 0, at: place)
        }
        if patterns.isEmpty {
            others.histogram = histogram
        } else {
            patterns[patterns.count - 1].group.histogram = histogram
        }
    }

    /// Reads how the keys of the pattern before are stored, or of those that follow none.
    mutating func readStorage(_ line: inout FactLine) {
        var storage = KeyStorage()
        storage.nameBytes = line.number() ?? 0
        storage.unpacked = line.number() ?? 0
        for place in storage.encodings.indices { storage.encodings[place] = line.number() ?? 0 }
        if patterns.isEmpty {
            others.storage = storage
        } else {
            patterns[patterns.count - 1].group.storage = storage
        }
    }
}

extension KeyPattern {
    /// Reads what was heard of its keys, or read of their values.
    mutating func readStudy(_ line: inout FactLine) {
        switch line.kind {
        case "pf":
            let parts = (0..<3).map { _ in KeyTraffic(&line) }
            guard let writes = parts[1], let removals = parts[2] else { return }
            traffic = PatternTraffic(reads: parts[0], writes: writes, removals: removals)
        case "pl":
            var sample = ValueSample()
            (sample.values, sample.bytes) = (line.number() ?? 0, line.number() ?? 0)
            (sample.packedBytes, sample.json) = (line.number() ?? 0, line.number() ?? 0)
            values = sample
        case "pm":
            var sample = MemberSample()
            (sample.sets, sample.members) = (line.number() ?? 0, line.number() ?? 0)
            (sample.asked, sample.gone) = (line.number() ?? 0, line.number() ?? 0)
            members = sample
        default: break
        }
    }
}

extension VersionedPattern {
    /// Reads a family; `nil` if the line has no template.
    init?(_ line: inout FactLine) {
        guard let template = line.word() else { return nil }
        self.init(template: template)
        entities = line.number() ?? 0
        (currentKeys, currentBytes) = (line.number() ?? 0, line.number() ?? 0)
        (staleKeys, staleBytes) = (line.number() ?? 0, line.number() ?? 0)
        (staleLasting, staleIdle) = (line.number() ?? 0, line.number() ?? 0)
        // Every key was probed before 0.2.
        staleProbed = line.number() ?? staleKeys
        staleIdleProbed = line.number() ?? staleKeys
    }
}

extension KeyTraffic {
    /// Reads three figures; `nil` if one of them is not known.
    fileprivate init?(_ line: inout FactLine) {
        let (count, milli, squares) = (
            line.number(UInt64.self), line.number(UInt64.self), line.double()
        )
        guard let count, let milli, let squares else { return nil }
        self.init(count: count, milliPerSecond: milli, squares: squares)
    }
}
