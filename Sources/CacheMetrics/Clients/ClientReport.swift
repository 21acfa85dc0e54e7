/// Who is connected: counts by kind, and the few connections that cost the server most.
///
/// `CLIENT LIST` is a line of some 300 bytes for each connection, all of which the server writes in
/// one go while nobody else is answered. So it is asked seldom, not at all of a server with very
/// many, and of what it says only this is kept: a recording would not get smaller for the rest.
package struct ClientReport: Sendable, Equatable {
    /// What the connections of each kind come to, in the order of `ClientKind.allCases`.
    package var groups = ClientKind.allCases.map { _ in ClientGroup() }
    /// The connections with most output waiting and those with most memory, heaviest first.
    package var heaviest: [Client] = []
    /// Connections of hitscope, this one and others, which are in none of the above.
    package var watchers: UInt64 = 0
    /// How many there are where the list was not asked for, because there are too many.
    package var unlisted: UInt64?

    /// A report of nobody.
    package init() {}

    /// Connections that are kept by each of the two measures.
    package static let mostOfEach = 5

    /// The connections of a kind.
    package subscript(kind: ClientKind) -> ClientGroup {
        get { groups[Int(kind.rawValue)] }
        set { groups[Int(kind.rawValue)] = newValue }
    }

    /// All connections but ours.
    package var count: UInt64 { groups.reduce(0) { $0 &+ $1.count } }
}

// What the server says.
extension ClientReport {
    /// Reads a reply to `CLIENT LIST`; a line that makes no sense is left out.
    package init(listing: [UInt8]) {
        self.init()
        var all: [Client] = []
        for line in listing.split(separator: 0x0A) {
            guard let client = Client(line: line) else { continue }
            if Self.isOwn(client.name) {
                watchers &+= 1
            } else {
                self[client.kind].add(client)
                all.append(client)
            }
        }
        let byOutput = all.filter { $0.outputBytes ?? 0 > 0 }.sorted {
            ($0.outputBytes ?? 0, $1.id) > ($1.outputBytes ?? 0, $0.id)
        }
        let byWeight = all.sorted { ($0.weight, $1.id) > ($1.weight, $0.id) }
        let chosen = Set(
            (byOutput.prefix(Self.mostOfEach) + byWeight.prefix(Self.mostOfEach)).map(\.id)
        )
        heaviest = byWeight.filter { chosen.contains($0.id) }
    }

    /// Whether a connection is hitscope's, this one's or another's.
    ///
    /// Those are named `hitscope`, or that and the number of its process, which `keys` puts a word before.
    /// An application may well have a name that only begins so.
    private static func isOwn(_ name: [UInt8]) -> Bool {
        let words = name.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard words.first?.elementsEqual("hitscope".utf8) ?? false else { return false }
        guard let number = words.last, words.count > 1 else { return true }
        return !number.isEmpty && number.allSatisfy { (0x30...0x39).contains($0) }
            && (words.count == 2 || words.count == 3 && words[1].elementsEqual("keys".utf8))
    }
}

extension Client {
    /// The longest word of a connection that is kept, in bytes.
    private static let longestWord = 128

    /// Reads `id=3 addr=… name=…`; a value may have further signs of equality in it.
    init?(line: ArraySlice<UInt8>) {
        var words: [String: ArraySlice<UInt8>] = [:]
        for part in line.split(separator: 0x20) {
            guard let equals = part.firstIndex(of: 0x3D) else { continue }
            words[String(decoding: part[..<equals], as: UTF8.self)] = part[(equals + 1)...]
        }
        func number(_ name: String) -> UInt64? {
            words[name].flatMap { UInt64(decimalDigits: $0) }
        }
        func word(_ name: String) -> [UInt8] { Array((words[name] ?? []).prefix(Self.longestWord)) }
        guard let id = number("id"), words["addr"] != nil else { return nil }
        let flags = word("flags")
        self.init(id: id, kind: ClientKind(flags: flags), address: word("addr"))
        self.flags = flags
        (name, library, command) = (word("name"), word("lib-name"), word("cmd"))
        (ageSeconds, idleSeconds) = (number("age"), number("idle"))
        (channels, channelPatterns) = (number("sub"), number("psub"))
        (outputBytes, queryBytes) = (number("omem"), number("qbuf"))
        memoryBytes = number("tot-mem")
    }
}
