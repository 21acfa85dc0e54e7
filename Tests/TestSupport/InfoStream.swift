import Foundation

/// INFO replies that a real server gave, second by second.
package struct InfoStream {
    /// The replies, oldest first.
    package let replies: [[UInt8]]

    /// Unpacks `Tests/Fixtures/info-stream/NAME.bin.xz`.
    package init(_ name: String) throws {
        let packed = Fixture.root.appending(path: "info-stream/\(name).bin.xz").path()
        var bytes = try run("xz", "--decompress", "--stdout", packed).output[...]
        var replies: [[UInt8]] = []
        // Each reply has a time, a round trip and its length in front.
        while bytes.count >= 16 {
            let length = bytes.dropFirst(12).prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
            replies.append(Array(bytes.dropFirst(16).prefix(length)))
            bytes = bytes.dropFirst(16 + length)
        }
        self.replies = replies
    }
}

/// Runs a program to its end and gives its output and exit code.
package func run(
    _ program: String,
    _ arguments: String...,
    input: [UInt8] = []
) throws -> (output: [UInt8], code: Int32) {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [program] + arguments
    let (output, entry) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardInput = entry
    process.standardError = FileHandle.nullDevice
    try process.run()
    try entry.fileHandleForWriting.write(contentsOf: Data(input))
    try entry.fileHandleForWriting.close()
    let bytes = [UInt8](output.fileHandleForReading.readDataToEndOfFile())
    process.waitUntilExit()
    return (bytes, process.terminationStatus)
}
