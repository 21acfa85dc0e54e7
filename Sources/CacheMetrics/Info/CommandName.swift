/// A command by its name, and what it does.
struct CommandName: Sendable, Equatable {
    /// The command as the server names it, lower case, such as `config|get`.
    let bytes: [UInt8]
    /// What it does to keys.
    let kind: CommandKind?

    /// A command by the server's name for it.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        kind = CommandKind(of: bytes)
    }
}
