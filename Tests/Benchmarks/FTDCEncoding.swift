/// The encoding that MongoDB keeps its own diagnostic data in, for comparison: what it would make of
/// the same INFO replies before its zlib.
///
/// A chunk is one document in full and then, for each number in it, the differences from sample to
/// sample, all samples of a number together; a run of zeros is a zero and how many more there are,
/// everything is a variable-length integer (`src/mongo/db/ftdc/compressor.cpp`). A sample with other
/// fields begins a new chunk, and so does each 300th. Texts are in the document only: what changes in
/// them is lost, which flatters it here. Decimal numbers, which it would cut to whole ones, are taken
/// without their point.
struct FTDCEncoding {
    private var names: [Substring] = []
    private var samples: [[UInt64]] = []
    private var reference: [UInt8] = []
    /// The chunks so far, not compressed yet.
    private(set) var chunks: [[UInt8]] = []

    /// Takes the next reply.
    mutating func append(_ reply: [UInt8]) {
        var (names, values): ([Substring], [UInt64]) = ([], [])
        for line in String(decoding: reply, as: UTF8.self).split(whereSeparator: \.isNewline) {
            for (number, word) in line.split(whereSeparator: { ":,=".contains($0) }).enumerated() {
                guard number > 0, let value = Self.number(word) else {
                    names.append(word)
                    continue
                }
                values.append(value)
            }
        }
        // The texts that stand between the numbers are what makes the fields; a text that is a value
        // is ignored, as long as it is where one was.
        if names.count != self.names.count || values.count != samples.last?.count
            || samples.count == 300
        {
            finish()
            (self.names, reference) = (names, reply)
        }
        samples.append(values)
    }

    /// Ends the last chunk.
    mutating func finish() {
        defer { samples = [] }
        guard let first = samples.first else { return }
        var bytes = reference
        var zeros = 0
        func flush() {
            guard zeros > 0 else { return }
            Self.add(0, to: &bytes)
            Self.add(UInt64(zeros - 1), to: &bytes)
            zeros = 0
        }
        for place in first.indices {
            for (before, after) in zip(samples, samples.dropFirst()) {
                let difference = after[place] &- before[place]
                if difference == 0 {
                    zeros += 1
                } else {
                    flush()
                    Self.add(difference, to: &bytes)
                }
            }
        }
        flush()
        chunks.append(bytes)
    }

    private static func number(_ word: Substring) -> UInt64? {
        let digits = word.filter { $0 != "." }
        return Int64(digits).map { UInt64(bitPattern: $0) }
    }

    private static func add(_ number: UInt64, to bytes: inout [UInt8]) {
        var rest = number
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }
}
