import CacheMetrics

extension Protection {
    /// The protection as a line.
    var facts: [UInt8] {
        var writer = FactWriter()
        writer.line("protection")
        writer.number(outsideAddresses)
        writer.number(hasProtectedMode ? 1 : 0)
        writer.number(wantsCertificates ? 1 : 0)
        writer.number(letsStrangersIn.map { $0 ? 1 : 0 })
        return writer.bytes
    }

    /// Reads a protection; `nil` if the line makes no sense.
    init?(facts: [UInt8]) {
        guard var line = FactLine.lines(of: facts).first, line.kind == "protection",
            let addresses = line.number(UInt64.self), let mode = line.number(Int.self),
            let certificates = line.number(Int.self)
        else { return nil }
        self.init(
            outsideAddresses: addresses,
            hasProtectedMode: mode == 1,
            wantsCertificates: certificates == 1
        )
        letsStrangersIn = line.number(Int.self).map { $0 == 1 }
    }
}
