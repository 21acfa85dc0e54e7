import FoundationEssentials
import Glibc
package import SystemPackage

/// A file that only this process writes and only its owner reads.
package struct RecordingFile: RecordingStorage {
    private let file: FileDescriptor

    /// Creates a file; nothing is overwritten.
    init(creating path: String) throws(RecordingError) {
        do {
            file = try FileDescriptor.open(
                FilePath(path),
                .writeOnly,
                options: [.create, .exclusiveCreate, .append, .closeOnExec, .noFollow],
                permissions: .ownerReadWrite
            )
        } catch Errno.fileExists {
            throw Self.isLocked(path) ? .inUse(path: path) : .exists(path: path)
        } catch {
            throw .system(path: path, reason: "\(error)")
        }
        _ = flock(file.rawValue, LOCK_EX | LOCK_NB)
    }

    /// Opens a file to go on with.
    init(goingOnWith path: String) throws(RecordingError) {
        do {
            file = try FileDescriptor.open(
                FilePath(path),
                .writeOnly,
                options: [.append, .closeOnExec, .noFollow]
            )
        } catch {
            throw .system(path: path, reason: "\(error)")
        }
        guard flock(file.rawValue, LOCK_EX | LOCK_NB) == 0 else {
            try? file.close()
            throw .inUse(path: path)
        }
    }

    /// Standard output, which cannot be cut off and need not be a file.
    init() { file = .standardOutput }

    private static func isLocked(_ path: String) -> Bool {
        // A pipe would be waited for.
        guard (try? Stat(FilePath(path)))?.type == .regular,
            let other = try? FileDescriptor.open(FilePath(path), .readOnly, options: .closeOnExec)
        else {
            return false
        }
        defer { try? other.close() }
        return flock(other.rawValue, LOCK_SH | LOCK_NB) != 0
    }

    /// Appends bytes; see `RecordingStorage`.
    package mutating func write(_ bytes: [UInt8]) throws(Errno) {
        try unwrap { _ = try file.writeAll(bytes) }
    }

    /// Cuts the file off; see `RecordingStorage`.
    package mutating func truncate(to length: UInt64) throws(Errno) {
        do {
            try unwrap { try file.resize(to: Int64(clamping: length)) }
        } catch {
            // Nothing can be cut off a pipe, and only one that nobody reads fails to be written.
            throw error == .invalidArgument ? .brokenPipe : error
        }
    }

    /// Forces what was written to the disk; see `RecordingStorage`.
    package mutating func sync() throws(Errno) {
        // Of a pipe there is nothing to force anywhere.
        guard fdatasync(file.rawValue) != 0, errno != EINVAL else { return }
        throw Errno(rawValue: errno)
    }

    /// Whether the last of its names is gone; see `RecordingStorage`.
    package var isRemoved: Bool {
        file != .standardOutput && (try? Stat(file))?.linkCount == 0
    }

    /// Ends the use of it; see `RecordingStorage`.
    package mutating func close() { if file != .standardOutput { try? file.close() } }

    private func unwrap(_ body: () throws -> Void) throws(Errno) {
        do {
            try body()
        } catch let error as Errno {
            throw error
        } catch {
            throw .ioError
        }
    }
}
