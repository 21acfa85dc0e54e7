/// What the server counted for one command since its start or the last `CONFIG RESETSTAT`.
package struct CommandStatistics: Sendable, Equatable {
    let command: CommandName
    /// How often it ran.
    package var calls: UInt64
    /// Microseconds it ran in all.
    package var microseconds: UInt64
    /// Calls refused before they ran, 6.2 and later.
    package var rejectedCalls: UInt64?
    /// Calls that ran and failed, 6.2 and later.
    package var failedCalls: UInt64?

    /// The command as the server names it, lower case, such as `config|get`.
    package var name: [UInt8] { command.bytes }
}

extension CommandStatistics {
    /// Reads `calls=1,usec=2,…` in one go: there are dozens of these in each report.
    ///
    /// Of numbers that are there twice the first counts; one that is none is not there.
    fileprivate init?(_ command: CommandName, _ place: Range<Int>, of report: InfoReport) {
        var numbers = [4 of UInt64?](repeating: nil)
        let bytes = report.bytes.span
        var index = place.lowerBound
        while index < place.upperBound {
            let start = index
            var word: UInt128 = 0
            while index < place.upperBound, bytes[index] != 0x3D, bytes[index] != 0x2C {
                word = word << 8 | UInt128(bytes[index])
                index += 1
            }
            let equals = index
            while index < place.upperBound, bytes[index] != 0x2C { index += 1 }
            if let key = Self.key(word, length: equals - start), numbers[key] == nil, index > equals
            {
                numbers[key] = UInt64(decimalDigits: bytes.extracting((equals + 1)..<index))
            }
            index += 1
        }
        guard let calls = numbers[0], let microseconds = numbers[1] else { return nil }
        (self.command, self.calls, self.microseconds) = (command, calls, microseconds)
        (rejectedCalls, failedCalls) = (numbers[2], numbers[3])
    }

    /// Which of the numbers a word is of, if any, by the word's bytes as one number and their count.
    private static func key(_ word: UInt128, length: Int) -> Int? {
        switch (length, word) {
        // calls, usec, rejected_calls, failed_calls
        case (5, 0x63_616C_6C73): 0
        case (4, 0x7573_6563): 1
        case (14, 0x7265_6A65_6374_6564_5F63_616C_6C73): 2
        case (12, 0x6661_696C_6564_5F63_616C_6C73): 3
        default: nil
        }
    }
}

extension InfoReport {
    /// The commands the server has statistics for, in its order.
    package var commands: [CommandStatistics] { commands(knowing: nil) }

    /// The same; what an earlier report says of the same commands in the same words is not read again.
    func commands(
        knowing known: (report: InfoReport, said: [CommandStatistics])?
    ) -> [CommandStatistics] {
        let names = commandNames
        let isKnown = known.map { $0.said.count == names.count && $0.report.commandNames == names }
        var said: [CommandStatistics] = []
        said.reserveCapacity(names.count)
        for index in names.indices {
            let place = value(index, of: .commands)
            if let known, isKnown == true,
                has(known.report.bytes, at: known.report.value(index, of: .commands), as: place)
            {
                said.append(known.said[index])
            } else if let new = CommandStatistics(names[index], place, of: self) {
                said.append(new)
            }
        }
        return said
    }

    /// How often `INFO` itself was called, by whomever.
    var callsOfInfo: UInt64? {
        text(of: InfoName("cmdstat_info")).flatMap { Self.number("calls", in: $0) }
    }

    /// Error replies by their first word, in the server's order.
    package var errors: [(name: [UInt8], count: UInt64)] {
        fields(of: .errors).compactMap { name, value in
            Self.number("count", in: value).map { (Array(name), $0) }
        }
    }
}

extension InfoReport {
    /// Number of the keys of all databases, or `nil` where the Keyspace section is missing or cannot be
    /// right.
    ///
    /// A server lists no empty database, so a line with no keys is stale (Kvrocks before its first
    /// `DBSIZE SCAN`); a line without a number is another product's; one that ends with the reply and
    /// before its last figure was cut off.
    package func keys(in databases: [DatabaseSize]) -> UInt64? {
        let lines = fields(of: .databases)
        let isListed = hasSection("Keyspace") || hasNoSections && !lines.isEmpty
        guard isListed, databases.count == lines.count, databases.allSatisfy({ $0.keys > 0 }) else {
            return nil
        }
        if let last = lines.last?.value, last.endIndex == bytes.endIndex,
            Self.number("avg_ttl", in: last) == nil
        {
            return nil
        }
        return databases.reduce(0) { $0 &+ $1.keys }
    }

    /// The databases that are not empty; a server with none lists none.
    package var databases: [DatabaseSize] {
        fields(of: .databases).compactMap { name, value in
            guard let number = UInt64(decimalDigits: name).flatMap({ Int(exactly: $0) }),
                let keys = Self.number("keys", in: value)
            else { return nil }
            let expires = Self.number("expires", in: value) ?? 0
            let hashes =
                Self.number("subexpiry", in: value)
                ?? Self.number("keys_with_volatile_items", in: value)
            return DatabaseSize(
                number: number,
                keys: keys,
                expiringKeys: expires,
                hashesWithFieldTTLs: hashes ?? 0
            )
        }
    }
}

extension InfoReport {
    /// All keys of all databases, or `nil` if the server did not say.
    package var keys: UInt64? { keys(in: databases) }

    /// Those keys that will expire, or `nil` if the server did not say.
    package var expiringKeys: UInt64? {
        let databases = databases
        return keys(in: databases) == nil ? nil : databases.reduce(0) { $0 &+ $1.expiringKeys }
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
