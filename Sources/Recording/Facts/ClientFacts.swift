import CacheMetrics

extension ClientReport {
    /// The report as lines: the whole, each kind that there is, then the heaviest connections.
    var facts: [UInt8] {
        var writer = FactWriter()
        writer.line("clients")
        writer.number(watchers)
        writer.number(unlisted)
        for kind in ClientKind.allCases where self[kind] != ClientGroup() {
            let group = self[kind]
            writer.line("g")
            writer.number(kind.rawValue)
            for figure in [
                group.count, group.blocked, group.idle, group.outputBytes, group.memoryBytes,
            ] {
                writer.number(figure)
            }
        }
        for client in heaviest { writer.add(client) }
        return writer.bytes
    }

    /// Reads a report; lines that make no sense are left out.
    init(facts: [UInt8]) {
        self.init()
        for var line in FactLine.lines(of: facts) {
            switch line.kind {
            case "clients": (watchers, unlisted) = (line.number() ?? 0, line.number())
            case "g":
                guard let kind = line.number(UInt8.self).flatMap(ClientKind.init) else { continue }
                self[kind] = ClientGroup(&line)
            case "c":
                guard heaviest.count < 2 * Self.mostOfEach, let client = Client(&line) else {
                    continue
                }
                heaviest.append(client)
            default: continue
            }
        }
    }
}

extension FactWriter {
    fileprivate mutating func add(_ client: Client) {
        line("c")
        number(client.id)
        number(client.kind.rawValue)
        for figure in [
            client.ageSeconds, client.idleSeconds, client.channels, client.channelPatterns,
            client.outputBytes, client.queryBytes, client.memoryBytes,
        ] {
            number(figure)
        }
        for text in [client.address, client.name, client.library, client.command, client.flags] {
            word(text as [UInt8]?)
        }
    }
}

extension ClientGroup {
    fileprivate init(_ line: inout FactLine) {
        self.init()
        (count, blocked, idle) = (line.number() ?? 0, line.number() ?? 0, line.number() ?? 0)
        (outputBytes, memoryBytes) = (line.number() ?? 0, line.number() ?? 0)
    }
}

extension Client {
    fileprivate init?(_ line: inout FactLine) {
        guard let id = line.number(UInt64.self),
            let kind = line.number(UInt8.self).flatMap(ClientKind.init)
        else { return nil }
        self.init(id: id, kind: kind, address: [])
        (ageSeconds, idleSeconds) = (line.number(), line.number())
        (channels, channelPatterns) = (line.number(), line.number())
        (outputBytes, queryBytes, memoryBytes) = (line.number(), line.number(), line.number())
        address = line.word() ?? []
        (name, library) = (line.word() ?? [], line.word() ?? [])
        (command, flags) = (line.word() ?? [], line.word() ?? [])
    }
}
