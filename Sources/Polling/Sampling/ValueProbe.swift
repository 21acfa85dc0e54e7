import CacheMetrics
import RESP
import RedisClient

/// Reads a few values that the operator allowed to be read: the beginnings of large strings, for what
/// packing them would save, and members of sets that are named like keys, for whether they still are.
///
/// One string and one set a beat, in turn by template, on a round trip of their own. Of a value only
/// sizes are kept. Before Redis 7.2, which has `CLIENT NO-TOUCH`, a key that is read looks used
/// (`keyspace.md` 1.4 and E14).
struct ValueProbe: Sendable {
    private var strings = Turns<Text>()
    private var sets = Turns<Members>()
    /// Members of the set that was read last, which are asked about next.
    private var open: (place: Place, size: UInt64, members: [[UInt8]])?
    private var asked: [Place?] = [nil, nil]

    /// A key and the template it follows.
    struct Place: Sendable, Hashable {
        let key: [UInt8]
        let template: [UInt8]
    }

    /// What a string's beginning came to.
    struct Text: Sendable {
        var bytes, packed: Int
        var isJSON: Bool
    }

    /// What a set's members came to.
    struct Members: Sendable {
        var size: UInt64
        var asked, gone: Int
    }

    /// Strings from this many bytes on are worth packing.
    private static let leastBytes: Int64 = 1_024
    /// Bytes read of a string, and members of a set.
    private static let (mostBytes, mostMembers) = (4_096, 20)

    /// Notes a key that the walk met, whose type is known.
    mutating func consider(_ key: SurveyedKey, _ template: () -> [UInt8]?) {
        guard let type = key.type.map(KeyType.init), !key.name.isClipped else { return }
        switch type {
        case .string:
            guard let bytes = key.memoryBytes, bytes > Self.leastBytes, let template = template()
            else { return }
            strings.wait(Place(key: key.key, template: template))
        case .set:
            guard let template = template() else { return }
            sets.wait(Place(key: key.key, template: template))
        case .list, .sortedSet, .hash, .stream, .other: break
        }
    }

    /// Lookups that a beat's questions may need.
    static let mostLookups = 3

    /// What to ask on the next beat.
    mutating func commands() -> [ReadCommand] {
        asked = [strings.next(), open == nil ? sets.next() : nil]
        var commands: [ReadCommand] = []
        if let text = asked[0] {
            commands.append(.beginning(key: text.key, bytes: Self.mostBytes))
        }
        if let set = asked[1] {
            commands += [
                .setSize(key: set.key), .someMembers(key: set.key, count: Self.mostMembers),
            ]
        }
        return commands + (open?.members ?? []).map { .memoryUsage(key: $0) }
    }

    /// Learns from the answers; `isNamedLikeKeys` tells whether keys have names such as a member's.
    mutating func record(
        _ answers: [(ReadCommand, RESPValue)],
        isNamedLikeKeys: ([UInt8]) -> Bool
    ) {
        var (sizes, size): ([RESPValue], UInt64) = ([], 0)
        let finished = open
        open = nil
        for (command, reply) in answers {
            switch command {
            case .beginning: if let place = asked[0] { note(reply.bytes, at: place) }
            case .setSize: size = reply.integer.map { UInt64(max(0, $0)) } ?? 0
            case .someMembers:
                guard let place = asked[1] else { continue }
                let names = (reply.elements ?? []).compactMap(\.bytes).filter(isNamedLikeKeys)
                if names.isEmpty {
                    sets.note(Members(size: size, asked: 0, gone: 0), at: place)
                } else {
                    open = (place, size, names)
                }
            case .memoryUsage: sizes.append(reply)
            default: break
            }
        }
        // A member that may not be asked about is neither there nor gone.
        let known = sizes.filter { $0.error == nil }
        guard let finished, !known.isEmpty else { return }
        let gone = known.count { $0.integer == nil }
        sets.note(
            Members(size: finished.size, asked: known.count, gone: gone),
            at: finished.place
        )
    }

    private mutating func note(_ bytes: [UInt8]?, at place: Place) {
        guard let bytes, !bytes.isEmpty else { return strings.forget(place) }
        let first = bytes.first { $0 > 0x20 }
        strings.note(
            Text(
                bytes: bytes.count,
                packed: min(bytes.count, PackedSize.of(bytes)),
                isJSON: first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
            ),
            at: place
        )
    }

    /// What was seen of a template's values, or `nil` if none was read.
    func values(of template: [UInt8]) -> ValueSample? {
        guard let texts = strings.results(of: template) else { return nil }
        return texts.reduce(into: ValueSample()) { sample, text in
            sample.values += 1
            sample.bytes &+= UInt64(text.bytes)
            sample.packedBytes &+= UInt64(text.packed)
            sample.json += text.isJSON ? 1 : 0
        }
    }

    /// What was seen of the members of a template's sets, or `nil` if none was read.
    func members(of template: [UInt8]) -> MemberSample? {
        let asked = (sets.results(of: template) ?? []).filter { $0.asked > 0 }
        return asked.isEmpty
            ? nil
            : asked.reduce(into: MemberSample()) { sample, set in
                sample.sets += 1
                sample.members &+= set.size
                sample.asked &+= UInt64(set.asked)
                sample.gone &+= UInt64(set.gone)
            }
    }
}

/// Keys that wait to be read and what reading them came to, in turn by template.
private struct Turns<Result: Sendable>: Sendable {
    private var byTemplate: [[UInt8]: Template] = [:]
    private var turn = 0

    private struct Template: Sendable {
        var waiting: [[UInt8]] = []
        /// Newest last.
        var results: [(key: [UInt8], result: Result)] = []
        var lastTurn = 0
    }

    /// Templates kept.
    private let mostTemplates = 64
    /// Keys of one template that wait, and the latest results that count.
    private let mostWaiting = 16
    private let mostResults = 64

    mutating func wait(_ place: ValueProbe.Place) {
        guard byTemplate.count < mostTemplates || byTemplate[place.template] != nil else { return }
        var template = byTemplate[place.template] ?? Template()
        // The walk meets the biggest keys every few beats: others come first.
        guard template.waiting.count < mostWaiting, !template.waiting.contains(place.key),
            !template.results.suffix(mostResults / 2).contains(where: { $0.key == place.key })
        else { return }
        template.waiting.append(place.key)
        byTemplate[place.template] = template
    }

    /// A key that waits, of the template whose turn is the longest ago.
    mutating func next() -> ValueProbe.Place? {
        turn += 1
        let next = byTemplate.filter { !$0.value.waiting.isEmpty }
            .min { ($0.value.lastTurn, $1.key.count) < ($1.value.lastTurn, $0.key.count) }
        guard let name = next?.key, let key = byTemplate[name]?.waiting.removeFirst() else {
            return nil
        }
        byTemplate[name]?.lastTurn = turn
        return ValueProbe.Place(key: key, template: name)
    }

    mutating func note(_ result: Result, at place: ValueProbe.Place) {
        forget(place)
        byTemplate[place.template]?.results.append((place.key, result))
        guard let count = byTemplate[place.template]?.results.count, count > mostResults else {
            return
        }
        byTemplate[place.template]?.results.removeFirst()
    }

    /// Forgets what was known of a key that is gone, or has nothing to tell.
    mutating func forget(_ place: ValueProbe.Place) {
        byTemplate[place.template]?.results.removeAll { $0.key == place.key }
    }

    func results(of template: [UInt8]) -> [Result]? {
        guard let results = byTemplate[template]?.results, !results.isEmpty else { return nil }
        return results.map(\.result)
    }
}
