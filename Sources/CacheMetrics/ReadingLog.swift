/// Somewhere readings can be written down.
package protocol ReadingLog: Sendable {
    /// Writes one reading; a log that cannot write says so by its own means, never by throwing.
    mutating func append(_ reading: Reading)
}
