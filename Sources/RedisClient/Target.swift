/// A server as the operator named it on the command line.
package struct Target: Sendable, Equatable {
    /// Where it listens.
    package var address: ServerAddress
    /// The user to log in as, or `nil` for the server's default user.
    package var user: String?
    /// The password, or `nil` if none was given; from the URL unless replaced by a better source.
    package var password: Secret?
    /// The numbered database to read keys from.
    package var database = 0

    /// A target without credentials.
    package init(_ address: ServerAddress) {
        self.address = address
    }
}

extension Target: CustomStringConvertible {
    /// The target as a URL; the password, and even its length, is never shown.
    package var description: String {
        let who = user ?? ""
        let login = password == nil ? (who.isEmpty ? "" : "\(who)@") : "\(who):***@"
        switch address {
        case .tcp: return "redis://\(login)\(address)" + (database == 0 ? "" : "/\(database)")
        case .unixSocket(let path): return "unix://\(login)\(path)"
        }
    }
}

extension Target {
    /// The port every Redis and Valkey server listens on unless told otherwise.
    package static let defaultPort = 6379

    /// Reads `host`, `host:port`, `redis://[user[:password]@]host[:port][/db]` or `unix:///path`.
    ///
    /// `valkey` may stand for `redis`. An IPv6 address goes in brackets when a port follows it.
    package init(parsing text: String) throws(TargetError) {
        guard !text.isEmpty else { throw TargetError(description: "empty target; give host:port") }
        guard let colon = text.firstRange(of: "://") else {
            if text.hasPrefix("/") {
                self = try Self(socketPath: text)
            } else if text.hasPrefix("unix:") {
                self = try Self(socketPath: String(text.dropFirst(5)))
            } else {
                self = try Self(location: text, from: text)
            }
            return
        }
        let scheme = text[..<colon.lowerBound].lowercased()
        let rest = String(text[colon.upperBound...])
        switch scheme {
        case "redis", "valkey": self = try Self(afterScheme: rest, from: text)
        case "unix": self = try Self(socketPath: rest)
        case "rediss", "valkeys", "redis+cluster", "valkey+cluster", "redis+sentinel",
            "valkey+sentinel":
            throw Self.error(text, "\(scheme):// is not supported yet; use redis:// or unix://")
        default:
            throw Self.error(text, "unknown scheme \(scheme)://; use redis:// or unix://")
        }
    }

    private init(socketPath: String) throws(TargetError) {
        guard socketPath.hasPrefix("/") else {
            throw Self.error(
                socketPath,
                "a socket needs its full path, as in unix:///run/redis.sock"
            )
        }
        guard socketPath.utf8.count <= 107 else {
            throw Self.error(socketPath, "a socket's path has at most 107 bytes")
        }
        self.init(.unixSocket(path: socketPath))
    }

    private init(afterScheme rest: String, from text: String) throws(TargetError) {
        let at = rest.lastIndex(of: "@")
        let login = at.map { String(rest[..<$0]) }
        let location = at.map { String(rest[rest.index(after: $0)...]) } ?? rest
        let parts = location.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        try self.init(location: String(parts.first ?? ""), from: text)
        if parts.count == 2, !parts[1].isEmpty {
            guard let database = Int(parts[1]), database >= 0 else {
                throw Self.error(text, "the database after / is a number, 0 or more")
            }
            self.database = database
        }
        guard let login else { return }
        let words = login.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let user = Self.percentDecoded(String(words[0]))
        self.user = user.isEmpty ? nil : String(decoding: user, as: UTF8.self)
        if words.count == 2 { password = Secret(Self.percentDecoded(String(words[1]))) }
    }

    private init(location: String, from text: String) throws(TargetError) {
        var host = location[...]
        var port: Substring?
        if location.hasPrefix("[") {
            guard let end = location.firstIndex(of: "]") else {
                throw Self.error(text, "the [ has no ]")
            }
            host = location[location.index(after: location.startIndex)..<end]
            let after = location[location.index(after: end)...]
            guard after.isEmpty || after.hasPrefix(":") else {
                throw Self.error(text, "after ] comes nothing or :port")
            }
            port = after.isEmpty ? nil : after.dropFirst()
        } else if let colon = location.lastIndex(of: ":"), location.firstIndex(of: ":") == colon {
            host = location[..<colon]
            port = location[location.index(after: colon)...]
        }
        guard let number = port.map({ Int($0) }) ?? Self.defaultPort, (1...65_535).contains(number)
        else {
            throw Self.error(text, "port \(port ?? "") is not a number from 1 to 65535")
        }
        self.init(.tcp(host: host.isEmpty ? "127.0.0.1" : String(host), port: number))
    }

    /// An error that repeats the target, but not a password in it.
    private static func error(_ text: String, _ problem: String) -> TargetError {
        var shown = text
        if let at = text.lastIndex(of: "@") {
            let scheme = text.firstRange(of: "://").map { String(text[..<$0.upperBound]) } ?? ""
            shown = scheme + "***" + text[at...]
        }
        return TargetError(description: "cannot use target \"\(shown)\": \(problem)")
    }

    private static func percentDecoded(_ text: String) -> [UInt8] {
        var decoded: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2,
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                decoded.append(value)
                rest.removeFirst(2)
            } else {
                decoded.append(byte)
            }
        }
        return decoded
    }
}
