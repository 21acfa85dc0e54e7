import SystemPackage

/// Standard output in large pieces.
struct BufferedOutput: ~Copyable {
    private var bytes: [UInt8] = []
    /// Whether whoever reads it has gone away: then nothing more is to be written.
    private(set) var isClosed = false

    private static let piece = 1 << 16

    mutating func write(_ text: String) { write(text.utf8) }

    mutating func write(_ more: some Sequence<UInt8>) {
        bytes += more
        if bytes.count >= Self.piece { flush() }
    }

    /// Writes out what there is; a disk that is full ends the program.
    mutating func flush() {
        guard !isClosed, !bytes.isEmpty else { return }
        do {
            try FileDescriptor.standardOutput.writeAll(bytes)
        } catch Errno.brokenPipe {
            isClosed = true
        } catch {
            warn("cannot write the result: \(error)")
            exit(.lostData)
        }
        bytes.removeAll(keepingCapacity: true)
    }
}
