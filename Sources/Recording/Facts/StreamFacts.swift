import CacheMetrics

extension FactWriter {
    /// Adds a stream, and a line for each of its groups; an empty one if it has none.
    mutating func add(_ stream: StreamUse) {
        line("x")
        word(stream.key)
        guard let groups = stream.groups else { return }
        if groups.isEmpty { line("xg") }
        for group in groups {
            line("xg")
            word(group.name)
            number(group.consumers)
            number(group.pending)
            number(group.lag)
        }
    }
}

extension StreamUse {
    /// Reads a group; an empty line says that there is none.
    mutating func readGroup(_ line: inout FactLine) {
        var groups = groups ?? []
        if let name = line.word(), groups.count < Self.mostGroups {
            groups.append(
                StreamGroup(
                    name: name,
                    consumers: line.number() ?? 0,
                    pending: line.number() ?? 0,
                    lag: line.number()
                )
            )
        }
        self.groups = groups
    }
}
