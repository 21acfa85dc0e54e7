/// Where the fields of a report are, found once for all reports that have the same lines.
struct InfoLayout: Sendable {
    /// Entries by their names' hashes, in a small open-addressed table; -1 where there is none.
    private let slots: [Int32]
    /// The entries of each family, in the server's order.
    private let members: [[Int32]]
    /// The commands of the family's entries.
    let commands: [CommandName]

    /// Finds the fields of a report by their names' places in it.
    init(_ names: [Range<Int>], in bytes: [UInt8]) {
        var capacity = 16
        while capacity < names.count * 2 { capacity *= 2 }
        var slots = [Int32](repeating: -1, count: capacity)
        var members = [[Int32]](repeating: [], count: InfoFamily.allCases.count)
        for (number, name) in names.enumerated() {
            var slot = Int(truncatingIfNeeded: fnv1a(bytes[name])) & (capacity - 1)
            while slots[slot] >= 0 { slot = (slot + 1) & (capacity - 1) }
            slots[slot] = Int32(number)
            if let family = InfoFamily(of: bytes[name]),
                members[family.rawValue].count < family.mostFields
            {
                members[family.rawValue].append(Int32(number))
            }
        }
        commands = members[InfoFamily.commands.rawValue].map {
            CommandName(Array(bytes[names[Int($0)]].dropFirst(InfoFamily.commands.prefix.count)))
        }
        (self.slots, self.members) = (slots, members)
    }

    /// The entries of a family, in the server's order.
    func entries(of family: InfoFamily) -> [Int32] { members[family.rawValue] }

    /// The first entry that may have a name by its hash, and is the one sought.
    func entry(hashed hash: UInt64, where isSought: (Int) -> Bool) -> Int? {
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] >= 0 {
            let entry = Int(slots[slot])
            if isSought(entry) { return entry }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }
}
