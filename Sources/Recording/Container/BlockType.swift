/// What a block of a frame holds.
///
/// Readers skip types of 16 and above that they do not know.
enum BlockType: UInt64 {
    /// When the tick was: wall clock, steady clock, beat and round trip.
    case time = 0
    /// An INFO reply, byte for byte.
    case info = 1
    /// Leaderboards.
    case boards = 2
    /// The slow log.
    case slowLog = 4
    /// Something that happened.
    case event = 6
    /// Why there is no sample.
    case outage = 7
    /// Which node a stream's number stands for.
    case stream = 9
    /// Latency histograms.
    case latency = 11
    /// All of a tick, by the arithmetic coder.
    case coded = 13
    /// What walking over the keys has found.
    case survey = 16
    /// The application's counters.
    case counters = 17
    /// What watching has cost.
    case cost = 18
    /// What the server refuses.
    case refusals = 19
    /// Who is connected.
    case clients = 20
    /// What protects the server.
    case protection = 21
}
