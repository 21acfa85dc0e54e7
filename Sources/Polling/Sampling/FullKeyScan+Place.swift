package import CacheMetrics

extension FullKeyScan {
    /// Where a scan is, and where it began and therefore ends: two cursors of `SCAN`.
    package struct Place: Sendable, Equatable, CustomStringConvertible {
        let cursor: UInt64
        let start: UInt64
        /// The beginning of the server's run id: cursors mean nothing to another.
        let server: String

        /// The beginning of a scan at a random place of a server.
        package init(atRandom random: UInt64, on info: InfoReport) {
            let start = ScanOrder(of: info).cursor(at: random)
            self.init(cursor: start, start: start, server: Self.server(info))
        }

        init(cursor: UInt64, start: UInt64, server: String) {
            (self.cursor, self.start, self.server) = (cursor, start, server)
        }

        /// Reads what `description` gave; `nil` if it is something else.
        package init?(_ text: String) {
            let parts = text.split(separator: "-", omittingEmptySubsequences: false)
            let numbers = parts.prefix(2).compactMap { part in
                part.utf8.allSatisfy { (0x30...0x39).contains($0) } ? UInt64(part) : nil
            }
            guard parts.count == 3, numbers.count == 2 else { return nil }
            self.init(cursor: numbers[0], start: numbers[1], server: String(parts[2]))
        }

        /// `true` where it is a place on the server that reports this, in this life of it.
        package func isOn(_ info: InfoReport) -> Bool { server == Self.server(info) }

        package var description: String { "\(cursor)-\(start)-\(server)" }

        private static func server(_ info: InfoReport) -> String {
            // A run id is hexadecimal; whatever else a server sends is not for a command line.
            let id = (info[.runID] ?? []).prefix(8).map { Unicode.Scalar($0) }
            return String(String.UnicodeScalarView(id.filter(\.properties.isASCIIHexDigit)))
        }
    }
}
