package import SystemPackage

/// Where a recording's bytes go: a file, or in a test something that fails like one.
///
/// Each call is one of the system's, with its errors: the writer decides what to do about them.
package protocol RecordingStorage: Sendable {
    /// Appends bytes, all of them; if it throws, any part of them may be there.
    mutating func write(_ bytes: [UInt8]) throws(Errno)
    /// Cuts the file off after so many bytes.
    mutating func truncate(to length: UInt64) throws(Errno)
    /// Forces what was written to the disk.
    mutating func sync() throws(Errno)
    /// Whether nobody can find it any more.
    var isRemoved: Bool { get }
    /// Ends the use of it.
    mutating func close()
}
