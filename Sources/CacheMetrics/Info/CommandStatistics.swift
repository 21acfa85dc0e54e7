/// What the server counted for one command since its start or the last `CONFIG RESETSTAT`.
package struct CommandStatistics: Sendable, Equatable {
    /// The command as the server names it, lower case, such as `config|get`.
    package var name: [UInt8]
    /// How often it ran.
    package var calls: UInt64
    /// Microseconds it ran in all.
    package var microseconds: UInt64
    /// Calls refused before they ran, 6.2 and later.
    package var rejectedCalls: UInt64?
    /// Calls that ran and failed, 6.2 and later.
    package var failedCalls: UInt64?
}

extension CommandStatistics {
    private static let keys = ["calls", "usec", "rejected_calls", "failed_calls"].map {
        Array($0.utf8)
    }

    /// Reads `calls=1,usec=2,…` in one go: there are dozens of these in each report.
    init?(name: [UInt8], _ value: ArraySlice<UInt8>) {
        var numbers = [UInt64?](repeating: nil, count: Self.keys.count)
        var start = value.startIndex
        while start < value.endIndex {
            let end = value[start...].firstIndex(of: 0x2C) ?? value.endIndex
            if let equals = value[start..<end].firstIndex(of: 0x3D),
                let place = Self.keys.firstIndex(where: { $0.elementsEqual(value[start..<equals]) }
                ),
                numbers[place] == nil
            {
                numbers[place] = UInt64(decimalDigits: value[(equals + 1)..<end])
            }
            start = end + 1
        }
        guard let calls = numbers[0], let microseconds = numbers[1] else { return nil }
        (self.name, self.calls, self.microseconds) = (name, calls, microseconds)
        (rejectedCalls, failedCalls) = (numbers[2], numbers[3])
    }
}

extension InfoReport {
    /// The commands the server has statistics for, in its order.
    package var commands: [CommandStatistics] {
        fields(withPrefix: "cmdstat_").compactMap { CommandStatistics(name: Array($0), $1) }
    }

    /// How often `INFO` itself was called, by whomever.
    var callsOfInfo: UInt64? {
        text(of: InfoName("cmdstat_info")).flatMap { Self.number("calls", in: $0) }
    }

    /// Error replies by their first word, in the server's order.
    package var errors: [(name: [UInt8], count: UInt64)] {
        fields(withPrefix: "errorstat_").compactMap { name, value in
            Self.number("count", in: value).map { (Array(name), $0) }
        }
    }
}

extension InfoReport {
    /// The databases that are not empty; a server with none lists none.
    package var databases: [DatabaseSize] {
        fields(withPrefix: "db").compactMap { name, value in
            guard let number = UInt64(decimalDigits: name).flatMap({ Int(exactly: $0) }),
                let keys = Self.number("keys", in: value)
            else { return nil }
            let expires = Self.number("expires", in: value) ?? 0
            return DatabaseSize(number: number, keys: keys, expiringKeys: expires)
        }
    }
}

extension InfoReport {
    /// All keys of all databases, or `nil` if the server did not say.
    package var keys: UInt64? {
        guard hasSection("Keyspace") else { return nil }
        return databases.reduce(0) { $0 &+ $1.keys }
    }

    /// Those keys that will expire, or `nil` if the server did not say.
    package var expiringKeys: UInt64? {
        guard hasSection("Keyspace") else { return nil }
        return databases.reduce(0) { $0 &+ $1.expiringKeys }
    }
}

extension InfoReport {
    /// What all keys take by the server's ledger rather than one by one, in bytes, or `nil`.
    ///
    /// `used_memory_dataset` leaves out what a key takes in the main table; `MEMORY USAGE` counts it:
    /// 24 bytes of entry and 16 of object head (Redis 7.0 `getMemoryOverheadData`). The entry takes 32
    /// of the allocator's, and those eight are in the dataset already. Other versions differ a
    /// little, so the quotient of both is learned once every key was met.
    package var bytesOfKeys: Double? {
        guard let data = self[.usedMemoryDataset], let keys else { return nil }
        return Double(data) + 32 * Double(keys)
    }
}
