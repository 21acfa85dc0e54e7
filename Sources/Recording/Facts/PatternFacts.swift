import CacheMetrics

extension FactWriter {
    /// Adds what was counted by pattern: a line for the whole, then one for each pattern, its bursts
    /// after it.
    mutating func add(_ table: PatternTable) {
        guard table != PatternTable() else { return }
        line("pt")
        number(table.sampled)
        number(table.ledgerMillionths)
        line("po")
        add(table.others)
        add(table.others.storage)
        for place in table.idle.keys.indices where table.idle.keys[place] > 0 {
            line("pi")
            number(place)
            number(table.idle.keys[place])
            number(table.idle.bytes[place])
        }
        for pattern in table.patterns {
            line("p")
            word(pattern.template)
            number(pattern.medianMilliseconds)
            add(pattern.group)
            add(pattern.group.storage)
            add(pattern.group.histogram)
            for burst in pattern.bursts { add(burst) }
            addStudies(of: pattern)
        }
        for family in table.versions { add(family) }
    }

    private mutating func add(_ burst: ExpiryBurst) {
        line("pb")
        number(burst.beginsMilliseconds)
        number(burst.widthMilliseconds)
        for figure in [burst.count, burst.sampled, burst.bytes, burst.bytesSampled] {
            number(figure)
        }
    }

    private mutating func add(_ group: KeyGroup) {
        for figure in [group.keys, group.sized, group.bytes] { number(figure) }
        double(group.squares)
        for figure in [group.bigKeys, group.bigBytes] { number(figure) }
        double(group.bigSquares)
        number(group.lasting)
        for figure in group.expiring + group.types { number(figure) }
        number(group.largest)
        number(group.refused)
        double(group.designEffect)
    }
}

extension PatternTable {
    /// Reads a line of the table; `false` if the line is of something else.
    mutating func read(_ line: inout FactLine) -> Bool {
        switch line.kind {
        case "pt":
            sampled = line.number() ?? 0
            ledgerMillionths = line.number()
        case "po": others = KeyGroup(&line)
        case "pv": if let family = VersionedPattern(&line) { versions.append(family) }
        case "ps": readStorage(&line)
        case "pz": readHistogram(&line)
        case "pi":
            guard let place = line.number(Int.self), idle.keys.indices.contains(place) else {
                return true
            }
            idle.keys[place] = line.number() ?? 0
            idle.bytes[place] = line.number() ?? 0
        case "p":
            guard let template = line.word() else { return true }
            let median = line.number(Int64.self)
            patterns.append(
                KeyPattern(
                    template: template,
                    group: KeyGroup(&line),
                    medianMilliseconds: median
                )
            )
        case "pb":
            guard let burst = ExpiryBurst(&line), !patterns.isEmpty else { return true }
            patterns[patterns.count - 1].bursts.append(burst)
        case "pf", "pl", "pm":
            if !patterns.isEmpty { patterns[patterns.count - 1].readStudy(&line) }
        default: return false
        }
        return true
    }
}

extension KeyGroup {
    fileprivate init(_ line: inout FactLine) {
        self.init()
        (keys, sized, bytes) = (line.number() ?? 0, line.number() ?? 0, line.number() ?? 0)
        squares = line.double() ?? 0
        (bigKeys, bigBytes) = (line.number() ?? 0, line.number() ?? 0)
        bigSquares = line.double() ?? 0
        lasting = line.number() ?? 0
        for band in expiring.indices { expiring[band] = line.number() ?? 0 }
        for type in types.indices { types[type] = line.number() ?? 0 }
        largest = line.number() ?? 0
        refused = min(keys, line.number() ?? 0)
        designEffect = max(1, min(1e6, line.double() ?? 1))
    }
}

extension ExpiryBurst {
    fileprivate init?(_ line: inout FactLine) {
        guard let begins = line.number(Int64.self), let width = line.number(Int64.self),
            let count = line.number(UInt64.self), let sampled = line.number(UInt64.self),
            let bytes = line.number(UInt64.self), let bytesSampled = line.number(UInt64.self)
        else { return nil }
        self.init(
            beginsMilliseconds: begins,
            widthMilliseconds: width,
            count: count,
            sampled: sampled,
            bytes: bytes,
            bytesSampled: bytesSampled
        )
    }
}
