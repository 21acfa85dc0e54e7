import RESP

extension RedisConnection {
    /// Agrees on a protocol, logs in, selects the database, and asks not to touch keys and, in a cluster, to
    /// read those of a replica.
    mutating func shakeHands(
        _ target: Target,
        name: String,
        within deadline: Duration
    ) async throws(RedisError) {
        let hello = RESPCommand.hello(target, name: name)
        var reply = try await ask([hello], within: deadline)[0]
        if reply.error?.contains("without any password configured") == true {
            // The server wants no password: use it without one, as redis-cli does.
            var open = target
            (open.user, open.password) = (nil, nil)
            reply = try await ask([.hello(open, name: name)], within: deadline)[0]
        }
        if let refusal = reply.error {
            guard refusal.meansNoHello else { throw .rejected(refusal) }
            try await logIn(target, name: name, within: deadline)
        } else {
            greeting.protocolVersion = 3
            greeting.serverVersion = reply.serverVersion
            greeting.isOfCluster = reply.isOfCluster
        }
        try await prepare(database: target.database, within: deadline)
    }

    /// The RESP2 way in, for servers and proxies without `HELLO`.
    private func logIn(
        _ target: Target,
        name: String,
        within deadline: Duration
    ) async throws(RedisError) {
        var commands: [RESPCommand] = []
        if let password = target.password {
            let user = target.user.map { [Array($0.utf8)] } ?? []
            commands.append(RESPCommand([Array("AUTH".utf8)] + user + [password.bytes]))
        }
        commands.append(RESPCommand("CLIENT", "SETNAME", name))
        let replies = try await ask(commands, within: deadline)
        // A refused SETNAME costs a label; a refused AUTH costs everything.
        if target.password != nil, let refusal = replies[0].error { throw .rejected(refusal) }
    }

    private mutating func prepare(
        database: Int,
        within deadline: Duration
    ) async throws(RedisError) {
        // A server that is too old would count an unknown command among its errors.
        let mayKnowNoTouch = greeting.serverVersion.map { $0 >= .withNoTouch } ?? true
        var commands: [RESPCommand] = []
        if database != 0 { commands.append(RESPCommand("SELECT", String(database))) }
        // Without it a replica sends away whoever asks about a key. A primary ignores it until it is one.
        if greeting.isOfCluster { commands.append(RESPCommand("READONLY")) }
        if mayKnowNoTouch { commands.append(RESPCommand("CLIENT", "NO-TOUCH", "ON")) }
        guard !commands.isEmpty else { return }
        let replies = try await ask(commands, within: deadline)
        if database != 0, let refusal = replies[0].error { throw .rejected(refusal) }
        greeting.leavesKeysUntouched = mayKnowNoTouch && replies.last?.bytes == Array("OK".utf8)
    }

    private func ask(
        _ commands: [RESPCommand],
        within deadline: Duration
    ) async throws(RedisError) -> [RESPValue] {
        try await send(commands, during: .handshake, within: deadline)
    }
}

extension RESPCommand {
    fileprivate static func hello(_ target: Target, name: String) -> RESPCommand {
        var words = ["HELLO", "3"].map { Array($0.utf8) }
        if let password = target.password {
            words += [Array("AUTH".utf8), Array((target.user ?? "default").utf8), password.bytes]
        }
        words += ["SETNAME", name].map { Array($0.utf8) }
        return RESPCommand(words)
    }
}

extension RESPValue {
    /// The version in a reply to `HELLO`.
    fileprivate var serverVersion: ServerVersion? { field("version").flatMap { ServerVersion($0) } }

    /// `true` where a reply to `HELLO` is that of a cluster's node.
    fileprivate var isOfCluster: Bool { field("mode") == Array("cluster".utf8) }

    private func field(_ name: String) -> [UInt8]? {
        pairs?.first { $0.key.bytes == Array(name.utf8) }?.value.bytes
    }
}

extension ServerVersion {
    /// Redis 7.2 brought `CLIENT NO-TOUCH`; Valkey has had it from the start.
    fileprivate static let withNoTouch = ServerVersion(major: 7, minor: 2)
}

extension [UInt8] {
    /// Whether the reply to `HELLO` means "speak RESP2" rather than "go away".
    fileprivate var meansNoHello: Bool {
        contains("unknown command") || contains("NOPROTO") || starts(with: "NOPERM".utf8)
    }

    fileprivate func contains(_ text: String) -> Bool {
        String(decoding: self, as: UTF8.self).contains(text)
    }
}
