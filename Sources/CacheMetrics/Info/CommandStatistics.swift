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
        var start = place.lowerBound
        while start < place.upperBound {
            var equals = start
            while equals < place.upperBound, bytes[equals] != 0x3D, bytes[equals] != 0x2C {
                equals += 1
            }
            var end = equals
            while end < place.upperBound, bytes[end] != 0x2C { end += 1 }
            if let key = Self.key(bytes.extracting(start..<equals)), numbers[key] == nil,
                end > equals
            {
                numbers[key] = UInt64(decimalDigits: bytes.extracting((equals + 1)..<end))
            }
            start = end + 1
        }
        guard let calls = numbers[0], let microseconds = numbers[1] else { return nil }
        (self.command, self.calls, self.microseconds) = (command, calls, microseconds)
        (rejectedCalls, failedCalls) = (numbers[2], numbers[3])
    }

    /// Which of the numbers a word is of, if any; no two of them are equally long.
    private static func key(_ word: Span<UInt8>) -> Int? {
        let key: Int
        switch word.count {
        case 5: key = 0
        case 4: key = 1
        case 14: key = 2
        case 12: key = 3
        default: return nil
        }
        let known = keys[key]
        return known.span.isSame(as: word) ? key : nil
    }

    private static let keys = ["calls", "usec", "rejected_calls", "failed_calls"].map {
        Array($0.utf8)
    }
}

extension InfoReport {
    /// The commands the server has statistics for, in its order.
    package var commands: [CommandStatistics] { commands(knowing: nil) }

    /// The same; what an earlier report says of the same commands in the same words is not read again.
    func commands(
        knowing known: (report: InfoReport, said: [CommandStatistics])?
    ) -> [CommandStatistics] {
        let (names, places) = (commandNames, values(of: .commands))
        guard let known, known.said.count == names.count, known.report.commandNames == names else {
            return names.indices.compactMap { CommandStatistics(names[$0], places[$0], of: self) }
        }
        let before = known.report.values(of: .commands)
        return names.indices.compactMap { index in
            has(known.report.bytes, at: before[index], as: places[index])
                ? known.said[index] : CommandStatistics(names[index], places[index], of: self)
        }
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
    /// The databases that are not empty; a server with none lists none.
    package var databases: [DatabaseSize] {
        fields(of: .databases).compactMap { name, value in
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
