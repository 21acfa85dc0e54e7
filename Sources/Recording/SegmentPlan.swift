import FoundationEssentials
import SystemPackage

/// How a recording is cut into files of a folder, and which of them are kept.
package struct SegmentPlan: Sendable {
    /// The folder.
    package let folder: String
    /// How long a segment may be, by time or in bytes.
    package let limit: Limit
    /// How much is kept in all, or `nil` for everything.
    package let keep: Limit?

    /// A stretch of time or a number of bytes.
    package enum Limit: Sendable, Equatable {
        /// So long.
        case time(Duration)
        /// So many bytes.
        case bytes(UInt64)
    }

    /// Files of a folder, cut at a limit.
    package init(folder: String, limit: Limit, keep: Limit? = nil) {
        (self.folder, self.limit, self.keep) = (folder, limit, keep)
    }

    /// Creates the folder; nothing that is there is gone on with.
    func prepare() throws(RecordingError) {
        do {
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: false,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw FileManager.default.fileExists(atPath: folder)
                ? .exists(path: folder)
                : .system(path: folder, reason: "the folder cannot be created")
        }
    }

    /// The file of a segment.
    func path(of ordinal: Int) -> String {
        let digits = "\(ordinal)"
        return "\(folder)/\(String(repeating: "0", count: max(0, 6 - digits.count)))\(digits).hits"
    }

    /// Whether a segment of so many bytes and so long a time is to be the last of its file.
    func isFull(bytes: UInt64, microseconds: Int64) -> Bool {
        switch limit {
        case .time(let time): Duration.microseconds(microseconds) >= time
        case .bytes(let most): bytes >= most
        }
    }

    /// Removes segments that are not to be kept, oldest first, and never the newest.
    func removeOldest() {
        guard let keep else { return }
        // Whatever else somebody put there is not ours to remove.
        var names = Self.segments(of: folder).filter { path in
            FilePath(path).stem?.utf8.allSatisfy { (0x30...0x39).contains($0) } ?? false
        }
        while names.count > 1, isBeyond(keep, names), let first = names.first {
            try? FileManager.default.removeItem(atPath: first)
            names.removeFirst()
        }
    }

    private func isBeyond(_ keep: Limit, _ paths: [String]) -> Bool {
        switch keep {
        case .bytes(let most):
            return paths.reduce(0) { $0 + ((try? Stat(FilePath($1)))?.size ?? 0) }
                > Int64(clamping: most)
        case .time(let time):
            guard let changed = Self.changed(paths[0]) else { return false }
            return Date.now.timeIntervalSince(changed) > time / .seconds(1)
        }
    }

    /// When a file was written to last.
    private static func changed(_ path: String) -> Date? {
        (try? FileManager.default.attributesOfItem(atPath: path))?[.modificationDate] as? Date
    }

    /// The recordings of a folder, by name, which is oldest first.
    static func segments(of folder: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(".hits") }.sorted().map { "\(folder)/\($0)" }
    }
}
