/// What the program ends with; other programs rely on these numbers.
enum ExitStatus: Int32 {
    /// Healthy, or done.
    case fine = 0
    /// A warning was found.
    case warning = 1
    /// Something critical was found.
    case critical = 2
    /// Cannot start: bad usage, terminal or configuration.
    case cannotStart = 3
    /// Cannot read a recording.
    case cannotRead = 4
    /// A recording lost data.
    case lostData = 5
    /// Cannot reach or may not use the server.
    case noServer = 6
}
