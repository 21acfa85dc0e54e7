package import Painting
import TOMLKit

/// A theme file, read and checked.
package struct ThemeFile: Sendable {
    /// The theme.
    package private(set) var theme: Theme
    /// Whether it promises to be told apart by colour-blind eyes.
    package private(set) var isForColorBlind = false

    /// Reads a theme; `name` is its file's name without `.toml`.
    ///
    /// An unknown key is an error, with its line: a misspelt colour that silently stays the default
    /// is found by nobody.
    package init(named name: String, toml text: String) throws(ThemeError) {
        let root: TOMLTable
        do {
            root = try TOMLTable(string: text)
        } catch let error as TOMLParseError {
            throw ThemeError(name, line: error.source.begin.line, error.description)
        } catch {
            throw ThemeError(name, "not TOML: \(error)")
        }
        var reader = ThemeReader(name: name, text: text)
        try reader.read(root)
        theme = try reader.theme()
        isForColorBlind = reader.isForColorBlind
    }
}

/// Turns the tables of a theme file into a theme.
private struct ThemeReader {
    let name: String
    let text: String
    var variant = Theme.Variant.any
    var isForColorBlind = false
    var glyphs: GlyphSet?
    private var palette: [String: ThemeEntry] = [:]
    private var entries: [String: ThemeEntry] = [:]
    private var gradients: [String: [ThemeEntry]] = [:]

    init(name: String, text: String) {
        self.name = name
        self.text = text
    }

    mutating func read(_ root: TOMLTable) throws(ThemeError) {
        for (section, node) in root {
            guard let table = node.table else {
                throw ThemeError(name, line: line(of: section), "\(section) is not a section")
            }
            switch section {
            case "meta": try readMeta(table)
            case "palette": palette = try entries(in: table, of: section, allowing: nil)
            case "glyphs": try readGlyphs(table)
            case "gradient": try readGradients(table)
            default:
                guard let keys = ThemeSchema.sections[section] else {
                    throw ThemeError(
                        name,
                        line: line(of: "[\(section)]"),
                        "unknown section [\(section)]"
                    )
                }
                let found = try entries(in: table, of: section, allowing: keys)
                entries.merge(found) { _, new in new }
            }
        }
        for (section, key) in ThemeSchema.required where entries[key] == nil {
            throw ThemeError(name, "[\(section)] lacks the required key \(key)")
        }
    }

    private mutating func readMeta(_ table: TOMLTable) throws(ThemeError) {
        for (key, node) in table {
            switch key {
            case "name", "author", "license": break
            case "version":
                guard node.int == 1 else {
                    throw ThemeError(
                        name,
                        line: line(of: key),
                        "version is not 1; upgrade hitscope"
                    )
                }
            case "variant":
                guard let variant = node.string.flatMap(Theme.Variant.init) else {
                    throw ThemeError(name, line: line(of: key), "variant is dark, light or any")
                }
                self.variant = variant
            case "cvd": isForColorBlind = node.bool ?? false
            default: throw ThemeError(name, line: line(of: key), "unknown key \(key) in [meta]")
            }
        }
    }

    private mutating func readGlyphs(_ table: TOMLTable) throws(ThemeError) {
        for (key, node) in table {
            switch (key, node.string) {
            case ("set", "ascii"): glyphs = .ascii
            case ("set", "unicode"): glyphs = .unicode
            case ("set", "auto"): glyphs = nil
            default:
                throw ThemeError(
                    name,
                    line: line(of: key),
                    "[glyphs] has set = auto, unicode or ascii"
                )
            }
        }
    }

    private mutating func readGradients(_ table: TOMLTable) throws(ThemeError) {
        for (key, node) in table {
            guard ThemeSchema.sections["gradient"]?.contains(key) == true else {
                throw ThemeError(name, line: line(of: key), "unknown key \(key) in [gradient]")
            }
            let stops = (node.array.map { Array($0) } ?? []).compactMap { ThemeEntry($0) }
            guard (1...5).contains(stops.count), stops.count == node.array?.count else {
                throw ThemeError(name, line: line(of: key), "\(key) is a list of 1 to 5 colours")
            }
            gradients[key] = stops
        }
    }

    private func entries(
        in table: TOMLTable,
        of section: String,
        allowing keys: [String]?
    ) throws(ThemeError) -> [String: ThemeEntry] {
        var found: [String: ThemeEntry] = [:]
        for (key, node) in table {
            if let keys, !keys.contains(key) {
                throw ThemeError(name, line: line(of: key), "unknown key \(key) in [\(section)]")
            }
            guard let entry = ThemeEntry(node) else {
                let example =
                    "\"#rrggbb\", \"ansi:red\", \"idx:203\", \"default\", \"$name\" or a key's name"
                throw ThemeError(
                    name,
                    line: line(of: key),
                    "\(key) is not a colour; write \(example)"
                )
            }
            found[key] = entry
        }
        return found
    }

    /// The line a key stands on, for messages; the parser does not keep it.
    private func line(of key: String) -> Int? {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.firstIndex { line in
            let trimmed = line.drop { $0 == " " || $0 == "\t" }
            guard trimmed.hasPrefix(key) else { return false }
            let next = trimmed.dropFirst(key.count).first { $0 != " " }
            return key.hasPrefix("[") || next == "=" || next == nil
        }.map { $0 + 1 }
    }
}

// From entries to a theme.
extension ThemeReader {
    func theme() throws(ThemeError) -> Theme {
        var theme = Theme(name: name, variant: variant)
        theme.background = try value(of: "bg").paint
        theme.selection = try value(of: "selection_bg").paint
        theme.selectionText = try value(of: "selection_fg").paint
        theme.idleSelection = try value(of: "selection_idle_bg").paint
        theme.dimmed = try value(of: "fg_faint").paint
        theme.glyphs = glyphs
        for (role, attributes) in ThemeSchema.monoAttributes {
            theme[role].monoAttributes = attributes
        }
        for (role, key, behind) in ThemeSchema.roles {
            let value = try value(of: key)
            theme[role].foreground = value.paint
            theme[role].attributes = value.attributes
            if let mono = value.mono { theme[role].monoAttributes = mono }
            if let behind, entries[behind] != nil {
                theme[role].background = try self.value(of: behind).paint
            }
        }
        for (gradient, key) in ThemeSchema.gradients {
            var stops: [Paint] = []
            for stop in gradients[key] ?? [.key("accent")] {
                stops.append(try resolve(stop, trail: []).paint)
            }
            for step in 0..<Gradient.steps {
                let share = Double(step) / Double(Gradient.steps - 1)
                theme[.gradient(gradient, share)].foreground = Paint(along: stops, at: share)
            }
        }
        return theme
    }

    private func value(of key: String) throws(ThemeError) -> ThemeValue {
        try resolve(.key(key), trail: [])
    }

    private func resolve(_ entry: ThemeEntry, trail: [String]) throws(ThemeError) -> ThemeValue {
        switch entry {
        case .value(let value): return value
        case .palette(let name):
            guard !trail.contains("$" + name) else {
                throw ThemeError(self.name, "$\(name) refers to itself")
            }
            guard let next = palette[name] else {
                throw ThemeError(self.name, "[palette] has no \(name)")
            }
            return try resolve(next, trail: trail + ["$" + name])
        case .key(let key):
            guard !trail.contains(key) else { throw ThemeError(name, "\(key) refers to itself") }
            guard let next = entries[key] ?? ThemeSchema.fallbacks[key].map(ThemeEntry.key) else {
                throw ThemeError(name, "\(key) is neither a colour nor a key of a theme")
            }
            return try resolve(next, trail: trail + [key])
        }
    }
}

extension Paint {
    /// A colour on the way along some stops; `share` runs from 0 to 1.
    ///
    /// Exact colours are blended; between colours only the terminal knows, the nearest is taken.
    fileprivate init(along stops: [Paint], at share: Double) {
        let place = share * Double(stops.count - 1)
        let index = min(stops.count - 1, Int(place))
        let (one, other) = (stops[index], stops[min(stops.count - 1, index + 1)])
        let part = place - Double(index)
        guard let from = one.rgb, let to = other.rgb else {
            self = part < 0.5 ? one : other
            return
        }
        self.init(rgb: from.blended(with: to, at: part))
    }
}
