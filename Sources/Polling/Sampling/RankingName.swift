extension [UInt8] {
    /// Whether a key's name promises that it ranks something.
    var looksLikeRanking: Bool {
        guard count <= 128 else { return false }
        for start in indices {
            guard let words = rankingWords[self[start] | 0x20] else { continue }
            let rest = self[start...]
            if words.contains(where: { rest.prefix($0.count).elementsEqual($0) { $0 | 0x20 == $1 } }
            ) {
                return true
            }
        }
        return false
    }
}

/// Words in the names of rankings, lower case, by their first letters.
private let rankingWords: [UInt8: [[UInt8]]] = Dictionary(
    grouping: ["trend", "leader", "rank", "top", "score", "popular", "board", "hot"].map {
        Array($0.utf8)
    },
    by: { $0[0] }
)
