/// Why a recording cannot be written or read.
package enum RecordingError: Error, Equatable {
    /// The file cannot be opened, read or written; the system's reason.
    case system(path: String, reason: String)
    /// There is a file of that name already.
    case exists(path: String)
    /// Another process is writing it.
    case inUse(path: String)
    /// It is a folder, a device or a pipe.
    case notAFile(path: String)
    /// It does not begin like a recording.
    case notARecording(path: String)
    /// It was made by a newer version of the program.
    case tooNew(path: String, version: UInt16)
    /// Its header is damaged and no keyframe is left.
    case unreadable(path: String)
    /// It holds no tick.
    case empty(path: String)
}

extension RecordingError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .system(let path, let reason): "cannot use \(path): \(reason)"
        case .exists(let path):
            "cannot record to \(path): it exists; choose another name or remove it"
        case .inUse(let path): "cannot record to \(path): another hitscope is recording to it"
        case .notAFile(let path): "cannot use \(path): it is not a regular file"
        case .notARecording(let path): "cannot read \(path): it is not a recording of hitscope"
        case .tooNew(let path, let version):
            "cannot read \(path): made by a newer version (format \(version)); upgrade, or record again"
        case .unreadable(let path): "cannot read \(path): it is damaged from beginning to end"
        case .empty(let path): "cannot read \(path): nothing was recorded in it"
        }
    }
}
