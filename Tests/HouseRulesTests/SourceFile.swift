import Foundation
import Testing

/// A Swift file of the project, as text.
///
/// swift-format guarantees the layout, so a declaration ends at the first line that holds only its
/// closing brace at its own indentation. That makes lengths exact without a parser.
struct SourceFile: CustomTestStringConvertible, Sendable {
    let path: String
    let lines: [Substring]

    var testDescription: String { path }

    /// The target it belongs to, `themes` for the palette target.
    var target: String {
        path.hasPrefix("themes/") ? "Themes" : String(path.split(separator: "/")[1])
    }

    /// The file's name, without what follows a plus.
    var stem: String {
        let name = path.split(separator: "/").last.map { $0.dropLast(6) } ?? ""
        return String(name.prefix { $0 != "+" })
    }

    var imports: Set<String> {
        Set(
            lines.compactMap { line in
                let words = line.split(separator: " ")
                guard let keyword = words.firstIndex(of: "import"), keyword < 2 else { return nil }
                return words.dropFirst(keyword + 1).first.map(String.init)
            }
        )
    }

    /// The lines without comments and what stands in quotes.
    var code: [String] {
        lines.map { line in
            let trimmed = line.trimmingCharacters(in: .whitespaces)
            if trimmed.hasPrefix("//") { return "" }
            let pieces = line.split(separator: "\"", omittingEmptySubsequences: false)
            let unquoted = pieces.enumerated().filter { $0.offset.isMultiple(of: 2) }.map(\.element)
            let joined = unquoted.joined(separator: "\"\"")
            return joined.firstRange(of: "// ").map { String(joined[..<$0.lowerBound]) } ?? joined
        }
    }

    /// Each function and initialiser, by its first and last line.
    var functions: [ClosedRange<Int>] {
        lines.indices.compactMap { start in
            let line = lines[start]
            let beginning =
                #/^\s*(@\w+ )*((package|private|fileprivate|static|mutating|final) )*(func |init[(?<])/#
            guard line.contains(beginning) else { return nil }
            let indentation = String(line.prefix { $0 == " " })
            guard let opening = lines[start...].prefix(12).firstIndex(where: { $0.hasSuffix("{") })
            else { return nil }
            return lines[opening...].dropFirst().firstIndex { $0 == indentation + "}" }.map {
                start...$0
            }
        }
    }

    /// How deep the statements of a function are nested, its own braces not counted.
    ///
    /// `case` lines stand at the level of their `switch`, so a switch counts once.
    func nesting(of function: ClosedRange<Int>) -> Int {
        let base = lines[function.lowerBound].prefix { $0 == " " }.count
        let depths = function.dropFirst().dropLast().compactMap { index -> Int? in
            let line = lines[index]
            let trimmed = line.trimmingCharacters(in: .whitespaces)
            let words = ["if ", "for ", "while ", "guard ", "switch ", "do {", "do throws"]
            guard words.contains(where: { trimmed.hasPrefix($0) }) else { return nil }
            return (line.prefix { $0 == " " }.count - base) / 4
        }
        return depths.max() ?? 0
    }

    static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent()
        .deletingLastPathComponent()

    static func all(under folders: String...) -> [SourceFile] {
        folders.flatMap { folder -> [SourceFile] in
            let paths = FileManager.default.enumerator(atPath: root.appending(path: folder).path())
            return (paths?.allObjects as? [String] ?? []).filter {
                $0.hasSuffix(".swift") && !$0.contains(".build")
            }
            .sorted().map { path in
                let text =
                    (try? String(
                        contentsOf: root.appending(path: "\(folder)/\(path)"),
                        encoding: .utf8
                    )) ?? ""
                let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
                return SourceFile(path: "\(folder)/\(path)", lines: lines)
            }
        }
    }

    static let sources = all(under: "Sources", "themes")
    static let everything = all(under: "Sources", "themes", "Tests")
}
