/// Where readings come from: a live server or a recording.
///
/// The rest of the program cannot tell which. A source is pulled by exactly one task, so it needs
/// no lock and no actor. It does not throw: a server that is gone is something a dashboard shows.
package protocol ReadingSource: Sendable {
    /// Waits for the next reading; `nil` means the source has ended.
    mutating func next() async -> Reading?
}
