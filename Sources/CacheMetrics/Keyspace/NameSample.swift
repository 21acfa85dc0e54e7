/// A random sample of names, however many come, and however often each of them does.
///
/// It keeps the names with the least hashes, which are random in every process: the bottom-k sketch
/// of Cohen and Kaplan ("Summarizing data using bottom-k sketches", PODC 2007).
package struct NameSample: Sendable {
    private var kept: [(hash: Int, name: [UInt8])] = []
    private var threshold = Int.max
    /// Names taken in.
    package private(set) var seen: UInt64 = 0

    /// A sample of nothing.
    package init() {}

    /// Takes in a name, where at most so many are kept.
    package mutating func add(_ name: [UInt8], keeping most: Int) {
        seen += 1
        let hash = name.hashValue
        guard hash < threshold else { return }
        kept.append((hash, name))
        if kept.count >= 2 * most { trim(to: most) }
    }

    /// Takes names out of the sample, in random order.
    package mutating func draw(_ count: Int, keeping most: Int) -> [[UInt8]] {
        trim(to: most)
        defer { kept.removeFirst(min(count, kept.count)) }
        return kept.prefix(count).map(\.name)
    }

    /// Names kept.
    package var count: Int { kept.count }

    private mutating func trim(to most: Int) {
        kept.sort { $0.hash < $1.hash }
        guard kept.count > most else { return }
        kept.removeLast(kept.count - most)
        threshold = kept.last?.hash ?? .max
    }
}
