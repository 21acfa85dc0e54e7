/// A replica of a server, as its primary sees it.
package struct Replica: Sendable, Equatable {
    /// Its address as the primary knows it, which need not be one that others can reach.
    package var host: [UInt8]
    /// Its port.
    package var port: Int
    /// Whether it has all of the primary's data and follows it.
    package var isOnline: Bool

    /// A replica from its parts.
    package init(host: [UInt8], port: Int, isOnline: Bool) {
        (self.host, self.port, self.isOnline) = (host, port, isOnline)
    }
}

extension InfoReport {
    /// The replicas that a primary lists; none of a replica's own.
    package var replicas: [Replica] {
        fields(withPrefix: "slave").compactMap { name, value in
            guard UInt64(decimalDigits: name) != nil else { return nil }
            var parts: [[UInt8]: ArraySlice<UInt8>] = [:]
            for part in value.split(separator: UInt8(ascii: ",")) {
                guard let equals = part.firstIndex(of: UInt8(ascii: "=")) else { continue }
                parts[Array(part[..<equals])] = part[(equals + 1)...]
            }
            guard let host = parts[Array("ip".utf8)], !host.isEmpty,
                let port = parts[Array("port".utf8)].flatMap({ UInt64(decimalDigits: $0) }),
                (1...65_535).contains(port)
            else { return nil }
            let state = parts[Array("state".utf8)] ?? []
            return Replica(
                host: Array(host),
                port: Int(port),
                isOnline: state.elementsEqual("online".utf8)
            )
        }
    }
}
