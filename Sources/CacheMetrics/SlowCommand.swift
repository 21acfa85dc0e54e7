/// An entry of the server's slow log, without the arguments that may hold values.
package struct SlowCommand: Sendable, Equatable {
    /// The entry's number, rising by one for each slow command.
    package var id: Int64
    /// When it ran, seconds since 1970 by the server's clock.
    package var serverSeconds: Int64
    /// How long it ran, in microseconds.
    package var microseconds: Int64
    /// The command's name, as the client wrote it, at most 64 bytes.
    package var command: [UInt8]
    /// The key it was for, at most 256 bytes, where the command is known to name it first.
    package var key: [UInt8]?
    /// How many words the command had, its name included, as far as the log kept them.
    package var wordCount: Int64
    /// The client's address, as the server knows it.
    package var client: [UInt8]
    /// The client's name, often empty.
    package var clientName: [UInt8]

    /// An entry from its parts.
    package init(
        id: Int64,
        serverSeconds: Int64,
        microseconds: Int64,
        command: [UInt8],
        key: [UInt8]?,
        wordCount: Int64,
        client: [UInt8],
        clientName: [UInt8]
    ) {
        self.id = id
        self.serverSeconds = serverSeconds
        self.microseconds = microseconds
        self.command = command
        self.key = key
        self.wordCount = wordCount
        self.client = client
        self.clientName = clientName
    }
}
