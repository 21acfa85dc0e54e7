/// Something that a server sent to one that listens.
enum BurstEvent: Equatable {
    /// It agreed to the command that begins the burst.
    case began
    /// It refused that command, or the one that ends the burst by itself.
    case refused([UInt8])
    /// Somebody's command or change, the keys it named and what it did to them, and when that was by
    /// the server's clock, in microseconds since 1970, where it says so.
    case heard([KeyUse], at: Int64?)
    /// The burst is over, or what came makes no sense.
    case ended
}
