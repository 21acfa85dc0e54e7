/// A name such as `user:17:v4`, taken apart: what it is a version of, and which.
///
/// A version is a word of the letter v and at most nine digits; of several the last counts.
struct KeyVersion: Hashable, Sendable {
    /// A number that stands for the name without the version, random in each process.
    let entity: Int
    let version: Int

    /// Takes a name apart; `nil` if it has no version.
    init?(_ name: [UInt8]) {
        guard let digits = name.versionDigits,
            let version = Int(String(decoding: name[digits], as: UTF8.self))
        else { return nil }
        var hasher = Hasher()
        hasher.combine(name[..<digits.lowerBound])
        hasher.combine(name[digits.upperBound...])
        (entity, self.version) = (hasher.finalize(), version)
    }

    /// A template without its version: `user:*:v3` and `user:*:v4` are both `user:*:v*`.
    static func family(of template: [UInt8]) -> [UInt8] {
        guard let digits = template.versionDigits else { return template }
        return template[..<digits.lowerBound] + [.wildcard] + template[digits.upperBound...]
    }
}

extension [UInt8] {
    /// Where the digits of the last version are, or `nil` if there is none.
    fileprivate var versionDigits: Range<Int>? {
        var end = count
        while end > 0 {
            var start = end
            while start > 0, !self[start - 1].endsVersion { start -= 1 }
            let word = self[start..<end]
            if (2...10).contains(word.count), word[start] | 0x20 == UInt8(ascii: "v"),
                word.dropFirst().allSatisfy({ (0x30...0x39).contains($0) })
            {
                return (start + 1)..<end
            }
            end = start - 1
        }
        return nil
    }
}

extension UInt8 {
    /// Whether a version ends before it: whatever is no letter and no digit.
    fileprivate var endsVersion: Bool {
        !((0x30...0x39).contains(self) || (0x61...0x7A).contains(self | 0x20))
    }
}
