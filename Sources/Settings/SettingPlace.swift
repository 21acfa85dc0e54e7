/// Where in a TOML text a setting stands.
struct SettingPlace: Equatable {
    var line: Int
    var column: Int

    /// The place of a setting by the names that lead to it, or of the table it is in.
    ///
    /// The parser does not keep places. Headers and keys are found line by line; what is inside a table
    /// on one line is looked for behind its `=`.
    init?(of path: [String], in text: String) {
        var header: [String] = []
        var best: (depth: Int, place: SettingPlace)?
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (number, line) in lines.enumerated() {
            let indent = line.prefix { $0 == " " || $0 == "\t" }.count
            let content = line.dropFirst(indent)
            let isHeader = content.hasPrefix("[")
            let (names, rest) = Self.names(in: content.drop { $0 == "[" })
            guard !names.isEmpty, isHeader || rest.hasPrefix("=") else { continue }
            if isHeader { header = names }
            let found = isHeader ? names : header + names
            guard path.starts(with: found), found.count > best?.depth ?? 0 else { continue }
            var place = SettingPlace(line: number + 1, column: indent + 1)
            if found.count < path.count, !isHeader, let name = path.last,
                let inside = rest.firstRange(of: name)
            {
                place.column = line.distance(from: line.startIndex, to: inside.lowerBound) + 1
            }
            best = (found.count, place)
        }
        guard let best else { return nil }
        self = best.place
    }

    init(line: Int, column: Int) { (self.line, self.column) = (line, column) }

    /// Names with dots between them, each plain or in quotes, and what follows.
    private static func names(in text: Substring) -> (names: [String], rest: Substring) {
        var names: [String] = []
        var rest = text.drop { $0 == " " }
        while let first = rest.first {
            if first == "\"" || first == "'" {
                let inside = rest.dropFirst().prefix { $0 != first }
                names.append(String(inside))
                rest = rest.dropFirst(inside.count + 2)
            } else {
                let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
                guard !name.isEmpty else { break }
                names.append(String(name))
                rest = rest.dropFirst(name.count)
            }
            rest = rest.drop { $0 == " " }
            guard rest.first == "." else { break }
            rest = rest.dropFirst().drop { $0 == " " }
        }
        return (names, rest)
    }
}
