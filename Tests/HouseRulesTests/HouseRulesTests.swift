import Foundation
import RegexBuilder
import Testing

/// The house rules that a compiler cannot check, checked here.
struct HouseRulesTests {
    static let longestFile = 400
    static let longestFunction = 50
    static let deepestNesting = 3

    @Test func `the rules see the files they are about`() {
        #expect(SourceFile.sources.count > 150)
        #expect(SourceFile.sources.map(\.functions.count).reduce(0, +) > 500)
        #expect(Set(SourceFile.sources.map(\.target)) == Set(allowedImports.keys))
    }

    @Test(arguments: SourceFile.everything)
    func `no file is too long to read in one sitting`(file: SourceFile) {
        #expect(file.lines.count <= Self.longestFile)
    }

    @Test(arguments: SourceFile.sources)
    func `no function is longer than a screen or nested deeper than three`(file: SourceFile) {
        for function in file.functions {
            #expect(
                function.count <= Self.longestFunction,
                "\(file.path):\(function.lowerBound + 1)"
            )
            #expect(
                file.nesting(of: function) <= Self.deepestNesting,
                "\(file.path):\(function.lowerBound + 1)"
            )
        }
    }

    @Test(arguments: SourceFile.sources)
    func `each target imports only what its layer may`(file: SourceFile) {
        let allowed = allowedImports[file.target] ?? []
        #expect(file.imports.subtracting(allowed).isEmpty, "\(file.path)")
    }

    @Test(arguments: SourceFile.sources)
    func `what another target can see is explained`(file: SourceFile) {
        for (index, line) in file.lines.enumerated() where line.isPackageDeclaration {
            var above = index - 1
            while above >= 0, file.lines[above].trimmingCharacters(in: .whitespaces).hasPrefix("@")
            { above -= 1 }
            let isExplained =
                above >= 0
                && file.lines[above].trimmingCharacters(in: .whitespaces).hasPrefix("///")
            #expect(isExplained, "\(file.path):\(index + 1)")
        }
    }

    @Test(arguments: SourceFile.sources)
    func `a file is named for the one type in it`(file: SourceFile) {
        for line in file.lines where line.isTopLevelType {
            let words = line.split { " :<{(~".contains($0) }
            let kind =
                words.firstIndex { ["struct", "enum", "class", "protocol", "actor"].contains($0) }
                ?? 0
            #expect(words[kind + 1] == Substring(file.stem), "\(file.path)")
        }
    }

    @Test(arguments: SourceFile.sources)
    func `nothing is forced`(file: SourceFile) {
        for (index, line) in file.code.enumerated() {
            for word in ["try!", "as! ", "fatalError(", "@unchecked", "nonisolated(unsafe)"] {
                #expect(!line.contains(word), "\(file.path):\(index + 1)")
            }
            #expect(
                !line.contains(#/(^|[^a-zA-Z])Task( \{|\.detached)/#),
                "\(file.path):\(index + 1)"
            )
            let isForced = line.contains(/[\w\)\]]!(?![=])/)
            #expect(!isForced, "\(file.path):\(index + 1): \(line)")
        }
    }

    @Test(arguments: SourceFile.everything)
    func `no work is left in comments`(file: SourceFile) {
        for (index, line) in file.lines.enumerated() {
            for word in ["TODO", "FIX" + "ME", "MARK:"]
            where !file.path.hasPrefix("Tests/HouseRulesTests") {
                #expect(!line.contains(word), "\(file.path):\(index + 1)")
            }
        }
    }

    @Test(arguments: SourceFile.sources)
    func `unsafe code is in the terminal's target only`(file: SourceFile) {
        guard file.target != "Terminal" else { return }
        for (index, line) in file.code.enumerated() {
            #expect(!line.contains(/\bunsafe\b/), "\(file.path):\(index + 1)")
        }
    }

    @Test(
        arguments: SourceFile.sources.filter {
            ["Dashboard", "Painting", "CacheMetrics", "CacheHealth"].contains($0.target)
        }
    )
    func `what is drawn and judged follows from values alone`(file: SourceFile) {
        let banned = [
            /\basync\b/, /\bTask\b/, /\bContinuousClock\b/, /\bDate\b/, /\bprint\(/, /\bclass\b/,
            /\bstatic var [^{]*$/,
        ]
        // The one thing that waits: the protocol every source conforms to.
        guard file.stem != "ReadingSource" else { return }
        for (index, line) in file.code.enumerated() {
            for word in banned {
                #expect(!line.contains(word), "\(file.path):\(index + 1): \(line)")
            }
        }
    }

    @Test func `there is one lock and no actor`() {
        let code = SourceFile.sources.flatMap(\.code)
        #expect(code.count { $0.contains("= Mutex") } == 1)
        #expect(code.count { $0.contains(#/^\s*(package )?actor /#) } == 0)
    }

    @Test(arguments: Catalog.all)
    func `what a catalog lists is named there and in its own file only`(catalog: Catalog) {
        let files = SourceFile.sources.filter { catalog.targets.contains($0.target) }
        let members = SourceFile.sources.filter { $0.path.hasPrefix(catalog.folder) }.map(\.stem)
        #expect(!members.isEmpty)
        for member in members {
            let name = catalog.name(of: member)
            let places = files.filter { file in
                file.stem != member && file.code.contains { $0.contains(name) }
            }
            #expect(
                places.map(\.path).filter { !$0.hasSuffix("/\(catalog.file)") } == [],
                "\(name)"
            )
            #expect(
                places.contains { $0.path.hasSuffix("/\(catalog.file)") },
                "\(name) is not listed"
            )
        }
    }

    @Test(arguments: SourceFile.sources)
    func `only the demo's traffic may send what it likes`(file: SourceFile) {
        let isDemo =
            file.target == "Workload" || file.target == "RedisClient" || file.target == "RESP"
        #expect(
            isDemo
                || !file.code.contains {
                    $0.contains("RESPCommand(") || $0.contains("sendUnrestricted")
                }
        )
    }
}

/// A list of things that is all one touches to add one.
struct Catalog: Sendable, CustomTestStringConvertible {
    let folder: String
    let file: String
    /// Where its members could be named.
    let targets: Set<String>
    /// The end of a member's name that its entry leaves out.
    var suffix = ""
    var isLowerCase = false

    var testDescription: String { file }

    func name(of member: String) -> Regex<Substring> {
        var name = suffix.isEmpty ? member : String(member.dropLast(suffix.count))
        if isLowerCase { name = "." + name.prefix(1).lowercased() + name.dropFirst() }
        let text = isLowerCase ? "\(name)," : "\(name)("
        return Regex { text }
    }

    static let all = [
        Catalog(
            folder: "Sources/Dashboard/Panes/",
            file: "PaneCatalog.swift",
            targets: ["Dashboard", "hitscope"]
        ),
        Catalog(
            folder: "Sources/CacheHealth/Rules/",
            file: "RuleCatalog.swift",
            targets: ["CacheHealth"],
            suffix: "Rule",
            isLowerCase: true
        ),
        Catalog(
            folder: "Sources/Workload/Scenarios/",
            file: "ScenarioCatalog.swift",
            targets: ["Workload", "hitscope"],
            suffix: "Scenario",
            isLowerCase: true
        ),
    ]
}
