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
        fields(of: .replicas).compactMap { name, value in
            guard UInt64(decimalDigits: name) != nil else { return nil }
            var (host, port, state): (ArraySlice<UInt8>, UInt64?, ArraySlice<UInt8>) = ([], nil, [])
            var start = value.startIndex
            while start < value.endIndex {
                let end = value[start...].firstIndex(of: UInt8(ascii: ",")) ?? value.endIndex
                let part = value[start..<end]
                start = end + 1
                guard let equals = part.firstIndex(of: UInt8(ascii: "=")) else { continue }
                let (key, rest) = (part[..<equals], part[(equals + 1)...])
                if key.elementsEqual("ip".utf8) { host = rest }
                if key.elementsEqual("port".utf8) { port = UInt64(decimalDigits: rest) }
                if key.elementsEqual("state".utf8) { state = rest }
            }
            guard !host.isEmpty, let port, (1...65_535).contains(port) else { return nil }
            return Replica(
                host: Array(host),
                port: Int(port),
                isOnline: state.elementsEqual("online".utf8)
            )
        }
    }
}
