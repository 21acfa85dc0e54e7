/// How the recording being written is doing.
package struct RecordingStatus: Sendable, Equatable {
    /// Bytes written.
    package var bytes: UInt64
    /// The wall clock of the first tick, in microseconds since 1970.
    package var sinceMicroseconds: Int64
    /// The steady clock of the latest tick written, in microseconds, where that is known.
    package var latestMicroseconds: Int64?
    /// Why nothing is written now, or `nil` while all is well.
    package var failure: String?
    /// Readings that wait in memory to be written.
    package var waiting: UInt64
    /// Readings that could not be written, and never will be.
    package var lost: UInt64
    /// Why what was written may not be there when it is looked for, or `nil` if nothing says so.
    package var doubt: String?

    /// How far what is written may be behind what is read before one asks why, in microseconds.
    package static func usualDelay(every interval: Duration) -> Int64 {
        2 * Int64(interval / .microseconds(1)) + 3_000_000
    }

    /// A recording's status from its parts.
    package init(
        bytes: UInt64,
        sinceMicroseconds: Int64,
        latestMicroseconds: Int64? = nil,
        failure: String? = nil,
        waiting: UInt64 = 0,
        lost: UInt64 = 0,
        doubt: String? = nil
    ) {
        self.bytes = bytes
        self.sinceMicroseconds = sinceMicroseconds
        self.latestMicroseconds = latestMicroseconds
        self.failure = failure
        (self.waiting, self.lost, self.doubt) = (waiting, lost, doubt)
    }
}
