import CacheMetrics
import TestSupport
import Testing

struct TemplateTreeTests {
    private func templates(_ names: [String]) -> [String] {
        TemplateTree(names.map { Array($0.utf8) }).templates
            .map { String(decoding: $0, as: UTF8.self) }.sorted()
    }

    @Test func `identifiers become one star, whatever they look like`() {
        let names = [
            "user:17:activity", "session:21268e87-3c6e73bf", "cart:{user:5}:items", "sess:9f86d081",
            "celery-task-meta-0b6e9a1c-8a3f-4a77-9f0b-1c2d3e4f5a6b", "mail:jo@example.com:sent",
            "host:10.0.0.7:up", "day:2026-11-21:hits", "token:a1b2c3d4e5f6g7h8i9j0", "plain",
        ]
        #expect(
            templates(names) == [
                "cart:{user:*}:items", "celery-task-meta-*", "day:*:hits", "host:*:up",
                "mail:*:sent", "plain", "sess:*", "session:*", "token:*", "user:*:activity",
            ]
        )
    }

    @Test func `a hash tag is never split`() {
        #expect(templates(["{a:b:7}:x", "{a:c:8}:x"]) == ["{a:b:*}:x", "{a:c:*}:x"])
    }

    @Test func `versions stay, numbered families become one`() {
        let versions = (0..<50).flatMap { _ in ["config:v3", "config:v4", "config:v5"] }
        let games = (0..<50).map { "board:game\($0)" }
        #expect(
            templates(versions + games) == ["board:game*", "config:v3", "config:v4", "config:v5"]
        )
    }

    @Test func `words become one where there is no end of them, common ones stay`() {
        var random = SeededGenerator(seed: 4)
        let rare = (0..<400).map { _ in
            "tag:" + String((0..<7).map { _ in "abcdefghij".randomElement(using: &random) ?? "a" })
        }
        #expect(templates(rare + Array(repeating: "tag:all", count: 100)) == ["tag:*", "tag:all"])
        let few = ["name", "mail", "phone"].flatMap { Array(repeating: "user:1:\($0)", count: 30) }
        #expect(templates(few) == ["user:*:mail", "user:*:name", "user:*:phone"])
    }

    @Test(arguments: [1, 2, 3])
    func `planted families are found`(seed: UInt64) {
        let names = PlantedNames.names(8_000, seed: seed)
        var tree = TemplateTree(names.prefix(4_000).map(\.bytes))
        let rest = names.suffix(4_000)
        let found = rest.map { tree.template(of: $0.bytes) ?? -1 }
        let index = adjustedRandIndex(rest.map(\.family), found)
        let texts = tree.templates.map { String(decoding: $0, as: UTF8.self) }
        #expect(index >= 0.98, "\(index): \(texts)")
        #expect(found.count { $0 < 0 } < 40)
    }

    @Test func `the same names give the same templates in any order`() {
        let names = PlantedNames.names(3_000, seed: 9).map(\.bytes)
        let one = Set(TemplateTree(names).templates)
        #expect(one == Set(TemplateTree(names.reversed()).templates))
    }

    @Test func `no bytes whatever trap it`() {
        var random = SeededGenerator(seed: 5)
        let alphabet = Array(":/|_-.#{}@*0a9Z".utf8) + [0, 0xFF]
        let names = (0..<2_000).map { _ in
            (0..<Int.random(in: 0...40, using: &random)).map { _ in
                alphabet.randomElement(using: &random) ?? 0
            }
        }
        var tree = TemplateTree(names)
        for name in names { #expect(tree.template(of: name) != nil) }
    }
}

/// How well two groupings of the same things agree: 1 fully, 0 by chance (Hubert and Arabie 1985).
private func adjustedRandIndex(_ one: [Int], _ other: [Int]) -> Double {
    func pairs(_ count: Int) -> Double { Double(count * (count - 1)) / 2 }
    func sum(_ counts: some Sequence<Int>) -> Double { counts.reduce(0) { $0 + pairs($1) } }
    let both = Dictionary(grouping: zip(one, other)) { "\($0) \($1)" }.mapValues(\.count)
    let (rows, columns) = (
        Dictionary(grouping: one) { $0 }.mapValues(\.count),
        Dictionary(grouping: other) { $0 }.mapValues(\.count)
    )
    let (together, first, second) = (sum(both.values), sum(rows.values), sum(columns.values))
    let expected = first * second / pairs(one.count)
    return (together - expected) / ((first + second) / 2 - expected)
}
