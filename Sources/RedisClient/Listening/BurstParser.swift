import RESP

/// Reads what a server sends to one that listens, in pieces of any size.
protocol BurstParser {
    /// The command that begins it.
    var opening: RESPCommand { get }
    /// Bytes that are kept until the rest of what they begin has come.
    var pendingCount: Int { get }
    /// Takes the next bytes; gives what they tell, in order.
    mutating func take(_ bytes: some Collection<UInt8>) -> [BurstEvent]
}
