import CacheMetrics

extension FactWriter {
    /// Adds a name; of one that is clipped also its length and hash.
    mutating func add(_ name: KeyName) {
        word(name.bytes)
        guard name.isClipped else { return }
        number(name.length)
        number(name.hash)
    }
}

extension KeyName {
    /// Reads a name to the end of its line, or `nil` if there is none.
    ///
    /// Recordings made before 0.2 have no lengths of members.
    init?(_ line: inout FactLine) {
        guard let bytes = line.word() else { return nil }
        let length = line.number(Int64.self) ?? Int64(bytes.count)
        self.init(bytes: bytes, length: max(length, Int64(bytes.count)), hash: line.number())
    }
}
