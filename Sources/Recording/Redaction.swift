package import CacheMetrics

/// Takes names out of readings: of keys and members, of clients, hosts and files.
///
/// A name is replaced word by word by letters or digits that follow from it and from a key that is
/// random in each process and kept nowhere (SipHash, Aumasson and Bernstein 2012): what had the same
/// prefix still has, and nobody can tell which name it was, not even from a list of all names.
package struct Redaction: Sendable {
    /// Something to take names out with.
    package init() {}

    /// A reading without names.
    package func redact(_ reading: Reading) -> Reading {
        var redacted = reading
        redacted.node = NodeID(text(reading.node.name))
        switch reading.content {
        case .sample(let sample): redacted.content = .sample(redact(sample))
        case .outage(var outage):
            switch outage.cause {
            case .notRedis: outage.cause = .notRedis([])
            case .other: outage.cause = .other(Array("redacted".utf8))
            case .sentinel: outage.cause = .sentinel(primary: nil)
            default: break
            }
            redacted.content = .outage(outage)
        }
        return redacted
    }

    /// A text without names.
    package func text(_ text: String) -> String {
        String(decoding: name(Array(text.utf8)), as: UTF8.self)
    }

    /// A name, word by word.
    package func name(_ name: [UInt8]) -> [UInt8] {
        var redacted: [UInt8] = []
        var word: [UInt8] = []
        for byte in name {
            if Self.separators.contains(byte) {
                redacted += replacement(word) + [byte]
                word = []
            } else {
                word.append(byte)
            }
        }
        return redacted + replacement(word)
    }

    /// A key's or member's name, word by word; of a clipped one its hash is replaced, too.
    func name(_ name: KeyName) -> KeyName {
        guard let hash = name.hash else { return KeyName(self.name(name.bytes)) }
        let digits = KeyCensus.digits(of: Array(String(hash).utf8))
        return KeyName(self.name(name.bytes) + digits)
    }

    private static let separators = Set(":/|_-.#{}[]@,*".utf8)

    /// Letters for a word, digits for a number.
    private func replacement(_ word: [UInt8]) -> [UInt8] {
        guard !word.isEmpty else { return [] }
        let isNumber = word.allSatisfy { (0x30...0x39).contains($0) }
        var rest = UInt(bitPattern: word.hashValue)
        return (0..<(isNumber ? 8 : 7)).map { _ in
            let (more, digit) = rest.quotientAndRemainder(dividingBy: isNumber ? 10 : 26)
            rest = more
            return UInt8(digit) + (isNumber ? 0x30 : 0x61)
        }
    }

    private func redact(_ sample: Sample) -> Sample {
        var redacted = sample
        redacted.info = redact(sample.info)
        redacted.slowLog = sample.slowLog?.map { entry in
            var entry = entry
            entry.key = entry.key.map(name)
            (entry.client, entry.clientName) = (name(entry.client), name(entry.clientName))
            return entry
        }
        redacted.clients?.heaviest = (sample.clients?.heaviest ?? []).map(redact)
        redacted.boards = sample.boards?.map { board in
            var board = board
            board.key = name(board.key)
            board.rows = board.rows.map { Board.Row(name($0.name), score: $0.score) }
            return board
        }
        redacted.counters = sample.counters?.map { pair in
            CounterPair(name: text(pair.name), hits: pair.hits, misses: pair.misses)
        }
        redacted.survey = sample.survey.map(redact)
        return redacted
    }

    private func redact(_ survey: KeySurvey) -> KeySurvey {
        var redacted = survey
        redacted.hottest = survey.hottest.map(redact)
        redacted.biggest = survey.biggest.map(redact)
        redacted.pastSession?.keys = (survey.pastSession?.keys ?? []).map(redact)
        redacted.rankings = survey.rankings.map(name)
        redacted.replica = survey.replica.map(name)
        redacted.streams = survey.streams.map(redact)
        redacted.patterns.patterns = survey.patterns.patterns.map { pattern in
            var pattern = pattern
            pattern.template = name(pattern.template)
            return pattern
        }
        redacted.patterns.versions = survey.patterns.versions.map { family in
            var family = family
            family.template = name(family.template)
            return family
        }
        return redacted
    }

    private func redact(_ stream: StreamUse) -> StreamUse {
        var redacted = StreamUse(key: name(stream.key))
        redacted.groups = stream.groups?.map { $0.named(name($0.name)) }
        return redacted
    }

    /// A connection without its address and its name; what library it uses may be told.
    private func redact(_ client: Client) -> Client {
        var redacted = client
        (redacted.address, redacted.name) = (name(client.address), name(client.name))
        return redacted
    }

    private func redact(_ key: SurveyedKey) -> SurveyedKey {
        var redacted = key
        redacted.name = name(key.name)
        return redacted
    }
}

// The server's own report.
extension Redaction {
    /// Fields of `INFO` whose value names a host, a file or a client's doing.
    private static let fields: Set<String> = [
        "executable", "config_file", "master_host", "run_id", "process_id", "master_replid",
        "master_replid2", "listener0", "listener1", "tcp_port", "master_port", "os",
        "redis_git_sha1",
        "redis_build_id", "availability_zone",
    ]

    private func redact(_ info: InfoReport) -> InfoReport {
        var redacted: [UInt8] = []
        for line in info.bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
            if !redacted.isEmpty || line.startIndex > info.bytes.startIndex {
                redacted.append(0x0A)
            }
            redacted += self.line(line)
        }
        return InfoReport(redacted)
    }

    private func line(_ line: ArraySlice<UInt8>) -> [UInt8] {
        let text = String(decoding: line, as: UTF8.self)
        guard let colon = line.lastIndex(of: 0x3A) else { return Array(line) }
        let end = line.last == 0x0D ? line.endIndex - 1 : line.endIndex
        if text.hasPrefix("errorstat_") {
            // What a script calls an error is whatever it likes; a server's own are capitals.
            let code = line[..<colon].dropFirst("errorstat_".utf8.count)
            let isPlain = code.allSatisfy { (0x41...0x5A).contains($0) } && code.count <= 16
            return isPlain
                ? Array(line) : Array("errorstat_".utf8) + name(Array(code)) + line[colon...]
        }
        guard let first = line.firstIndex(of: 0x3A) else { return Array(line) }
        let field = String(decoding: line[..<first], as: UTF8.self)
        let isReplica = field.hasPrefix("slave") && field.dropFirst(5).allSatisfy(\.isNumber)
        if isReplica, field.count > 5 {
            return line[...first] + replica(line[(first + 1)..<end]) + line[end...]
        }
        guard Self.fields.contains(field), first < end else { return Array(line) }
        return line[...first] + name(Array(line[(first + 1)..<end])) + line[end...]
    }

    /// `ip=…,port=…,state=…` without the first two.
    private func replica(_ value: ArraySlice<UInt8>) -> [UInt8] {
        var parts: [[UInt8]] = []
        for part in value.split(separator: 0x2C) {
            let isAddress = part.starts(with: "ip=".utf8) || part.starts(with: "port=".utf8)
            guard isAddress, let equals = part.firstIndex(of: 0x3D) else {
                parts.append(Array(part))
                continue
            }
            parts.append(part[...equals] + name(Array(part[(equals + 1)...])))
        }
        return Array(parts.joined(separator: [0x2C]))
    }
}
