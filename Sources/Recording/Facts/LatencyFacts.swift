import CacheMetrics

extension [CommandLatency] {
    /// The histograms as lines: the command, then bounds and counts in turn.
    var facts: [UInt8] {
        var writer = FactWriter()
        for latency in self {
            writer.line("l")
            writer.word(latency.command)
            for (bound, count) in zip(latency.histogram.bounds, latency.histogram.counts) {
                writer.number(bound)
                writer.number(count)
            }
        }
        return writer.bytes
    }

    /// Reads histograms; lines that make no sense are left out.
    init(facts: [UInt8]) {
        self = FactLine.lines(of: facts).compactMap { line in
            var line = line
            guard let command = line.word() else { return nil }
            var (bounds, counts): ([UInt64], [UInt64]) = ([], [])
            while !line.isAtEnd {
                guard let bound = line.number(UInt64.self), let count = line.number(UInt64.self)
                else { return nil }
                bounds.append(bound)
                counts.append(count)
            }
            return LatencyHistogram(bounds: bounds, counts: counts)
                .map { CommandLatency(command: command, histogram: $0) }
        }
    }
}

extension [SlowCommand] {
    /// The slow log as lines.
    var facts: [UInt8] {
        var writer = FactWriter()
        for entry in self {
            writer.line("s")
            writer.number(entry.id)
            writer.number(entry.serverSeconds)
            writer.number(entry.microseconds)
            writer.number(entry.wordCount)
            writer.word(entry.command)
            writer.word(entry.key)
            writer.word(entry.client)
            writer.word(entry.clientName)
        }
        return writer.bytes
    }

    /// Reads a slow log; lines that make no sense are left out.
    init(facts: [UInt8]) {
        self = FactLine.lines(of: facts).compactMap { line in
            var line = line
            guard let id = line.number(Int64.self), let seconds = line.number(Int64.self),
                let microseconds = line.number(Int64.self), let words = line.number(Int64.self),
                let command = line.word()
            else { return nil }
            let key = line.word()
            return SlowCommand(
                id: id,
                serverSeconds: seconds,
                microseconds: microseconds,
                command: command,
                key: key,
                wordCount: words,
                client: line.word() ?? [],
                clientName: line.word() ?? []
            )
        }
    }
}
