/// What the connections of one kind come to, our own left out.
package struct ClientGroup: Sendable, Equatable {
    /// How many there are.
    package var count: UInt64 = 0
    /// How many of them wait by their own wish.
    package var blocked: UInt64 = 0
    /// How many have sent nothing for five minutes.
    package var idle: UInt64 = 0
    /// Bytes they were sent and have not taken.
    package var outputBytes: UInt64 = 0
    /// All that the server keeps for them, in bytes.
    package var memoryBytes: UInt64 = 0

    /// No connection.
    package init() {}

    /// Seconds without a word after which a connection counts as idle.
    static let idleAfter: UInt64 = 300

    mutating func add(_ client: Client) {
        count &+= 1
        blocked &+= client.isBlocked ? 1 : 0
        idle &+= client.idleSeconds ?? 0 >= Self.idleAfter ? 1 : 0
        outputBytes &+= client.outputBytes ?? 0
        memoryBytes &+= client.weight
    }
}
