import Foundation
import Testing

/// A Swift file of the project, as text.
///
/// swift-format guarantees the layout, so a declaration ends at the first line that holds only its
/// closing brace at its own indentation. That makes lengths exact without a parser.
struct SourceFile: CustomTestStringConvertible, Sendable {
    let path: String
    let lines: [Substring]
    /// The lines without comments and what stands in quotes.
    let code: [String]
    /// Each function and initialiser, by its first and last line.
    let functions: [ClosedRange<Int>]

    init(path: String, text: String) {
        self.path = path
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        code = Self.code(of: lines)
        functions = Self.functions(in: lines)
    }

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

    private static func code(of lines: [Substring]) -> [String] {
        lines.map { line in
            let trimmed = line.trimmingCharacters(in: .whitespaces)
            if trimmed.hasPrefix("//") { return "" }
            let pieces = line.split(separator: "\"", omittingEmptySubsequences: false)
            let unquoted = pieces.enumerated().filter { $0.offset.isMultiple(of: 2) }.map(\.element)
            let joined = unquoted.joined(separator: "\"\"")
            return joined.firstRange(of: "// ").map { String(joined[..<$0.lowerBound]) } ?? joined
        }
    }

    private static func functions(in lines: [Substring]) -> [ClosedRange<Int>] {
        lines.indices.compactMap { start in
            let line = lines[start]
            guard line.contains("func ") || line.contains("init") else { return nil }
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
                return SourceFile(path: "\(folder)/\(path)", text: text)
            }
        }
    }

    static let sources = all(under: "Sources", "themes")
    static let everything = sources + all(under: "Tests")
}
