import CacheMetrics

extension ObserverCost {
    /// The cost as lines: commands by name, then the rest.
    var facts: [UInt8] {
        var writer = FactWriter()
        for (name, count) in commands.sorted(by: { $0.key < $1.key }) {
            writer.line("c")
            writer.word(name.utf8)
            writer.number(count)
        }
        writer.line("cost")
        writer.number(batches)
        writer.number(falseHits)
        writer.number(falseMisses)
        writer.number(touchesKeys ? 1 : 0)
        writer.number(skippedBeats)
        writer.number(ownMicroseconds)
        writer.number(ownMemoryBytes)
        writer.number(allowedLookups)
        writer.number(boostMilliseconds)
        for (code, count) in errors.sorted(by: { $0.key < $1.key }) {
            writer.line("e")
            writer.word(code.utf8)
            writer.number(count)
        }
        return writer.bytes
    }

    /// Reads a cost; lines that make no sense are left out.
    init(facts: [UInt8]) {
        self.init()
        for var line in FactLine.lines(of: facts) {
            switch line.kind {
            case "c":
                guard let name = line.word(), let count = line.number(UInt64.self) else { continue }
                commands[String(decoding: name, as: UTF8.self)] = count
            case "cost":
                batches = line.number() ?? 0
                falseHits = line.number() ?? 0
                falseMisses = line.number() ?? 0
                touchesKeys = line.number(Int.self) == 1
                skippedBeats = line.number() ?? 0
                ownMicroseconds = line.number()
                ownMemoryBytes = line.number()
                allowedLookups = line.number() ?? 0
                boostMilliseconds = line.number()
            case "e":
                guard let code = line.word(), let count = line.number(UInt64.self) else { continue }
                errors[String(decoding: code, as: UTF8.self)] = count
            default: continue
            }
        }
    }
}

extension [Refusal] {
    /// The refusals as lines.
    var facts: [UInt8] {
        var writer = FactWriter()
        for refusal in self {
            writer.line("f")
            writer.word(refusal.accessRule.utf8)
            writer.number(refusal.reason.rawValue)
        }
        return writer.bytes
    }

    /// Reads refusals; lines that make no sense are left out.
    init(facts: [UInt8]) {
        self = FactLine.lines(of: facts).compactMap { line in
            var line = line
            guard let rule = line.word(),
                let reason = line.number(UInt8.self).flatMap(Refusal.Reason.init)
            else { return nil }
            return Refusal(accessRule: String(decoding: rule, as: UTF8.self), reason: reason)
        }
    }
}
