import CacheMetrics

extension [Board] {
    /// The boards as lines: each board, then its rows.
    var facts: [UInt8] {
        var writer = FactWriter()
        for board in self {
            writer.line("board")
            writer.word(board.key)
            writer.number(board.state.rawValue)
            writer.number(board.memberCount)
            for row in board.rows {
                writer.line("r")
                writer.double(row.score)
                writer.add(row.name)
            }
        }
        return writer.bytes
    }

    /// Reads boards; lines that make no sense are left out.
    init(facts: [UInt8]) {
        self = []
        for var line in FactLine.lines(of: facts) {
            switch line.kind {
            case "board":
                guard let key = line.word(),
                    let state = line.number(UInt8.self).flatMap(Board.State.init)
                else { continue }
                append(Board(key: key, state: state, memberCount: line.number()))
            case "r":
                guard !isEmpty, let score = line.double(), let name = KeyName(&line) else {
                    continue
                }
                self[count - 1].rows.append(Board.Row(name, score: score))
            default: continue
            }
        }
    }
}

extension [CounterPair] {
    /// The counters as lines.
    var facts: [UInt8] {
        var writer = FactWriter()
        for pair in self {
            writer.line("c")
            writer.word(pair.name.utf8)
            writer.number(pair.hits)
            writer.number(pair.misses)
            if !pair.isFresh { writer.number(0) }
        }
        return writer.bytes
    }

    /// Reads counters; lines that make no sense are left out.
    init(facts: [UInt8]) {
        self = FactLine.lines(of: facts).compactMap { line in
            var line = line
            guard let name = line.word() else { return nil }
            let (hits, misses) = (line.number(UInt64.self), line.number(UInt64.self))
            var pair = CounterPair(
                name: String(decoding: name, as: UTF8.self),
                hits: hits,
                misses: misses
            )
            pair.isFresh = line.number(Int.self) != 0
            return pair
        }
    }
}
