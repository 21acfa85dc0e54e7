/// A pattern of key names that the operator gave, such as `app:*:id`; `*` stands for any bytes.
package struct NameGlob: Sendable, Equatable {
    /// The pattern, which is also the template its keys are told under.
    package let bytes: [UInt8]

    /// A pattern from its text.
    package init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Whether a name follows the pattern.
    package func matches(_ name: [UInt8]) -> Bool {
        var (at, place) = (0, 0)
        // Where to go on if what follows the last `*` turns out not to fit.
        var retry: (at: Int, place: Int)?
        while place < name.count {
            if at < bytes.count, bytes[at] == .wildcard {
                retry = (at, place)
                at += 1
            } else if at < bytes.count, bytes[at] == name[place] {
                (at, place) = (at + 1, place + 1)
            } else if let last = retry {
                (at, place) = (last.at + 1, last.place + 1)
                retry = (last.at, last.place + 1)
            } else {
                return false
            }
        }
        return bytes[at...].allSatisfy { $0 == .wildcard }
    }
}
