/// Fields of `INFO` of which there are many, with names that begin alike.
enum InfoFamily: Int, CaseIterable {
    /// `cmdstat_`, what was counted for each command.
    case commands
    /// `errorstat_`, error replies by their first word.
    case errors
    /// `db0` and so on, the databases that hold keys.
    case databases
    /// `slave0` and so on, the replicas of a primary.
    case replicas

    /// What all names of the family begin with.
    var prefix: [UInt8] { Self.prefixes[rawValue] }

    private static let prefixes = ["cmdstat_", "errorstat_", "db", "slave"].map { Array($0.utf8) }

    /// The family of a field by its name, or `nil` if it has none.
    init?(of name: ArraySlice<UInt8>) {
        // Names of no family are most, and their first letters show it.
        guard let first = name.first,
            let family = Self.allCases.first(where: {
                $0.prefix[0] == first && name.starts(with: $0.prefix)
            }),
            !family.isNumbered
                || name.dropFirst(family.prefix.count).allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        self = family
    }

    /// `true` where names end with a number: `db` without one is how another product lists all its keys.
    private var isNumbered: Bool { self == .databases }

    /// The most fields of the family that are read.
    ///
    /// A script can make an `errorstat` of each call; servers with over a thousand databases exist.
    var mostFields: Int { self == .databases ? .max : 1_000 }
}
