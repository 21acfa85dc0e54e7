package import CacheMetrics
import Foundation

/// INFO replies that a real server gave, second by second.
package struct InfoStream {
    /// The replies, oldest first.
    package let replies: [[UInt8]]
    /// When each came, microseconds since 1970, and how long that took, in microseconds.
    package let times: [(wall: Int64, roundTrip: Int64)]

    /// Unpacks `Tests/Fixtures/info-stream/NAME.bin.xz`.
    package init(_ name: String) throws {
        try self.init(
            unpacking: Fixture.root.appending(path: "info-stream/\(name).bin.xz").path()
        )
    }

    /// Unpacks a stream anywhere.
    package init(unpacking packed: String) throws {
        var bytes = try run("xz", "--decompress", "--stdout", packed).output[...]
        var replies: [[UInt8]] = []
        var times: [(wall: Int64, roundTrip: Int64)] = []
        // Each reply has a time, a round trip and its length in front.
        while bytes.count >= 16 {
            let number = { (place: Int, width: Int) in
                bytes.dropFirst(place).prefix(width).reversed().reduce(0) { $0 << 8 | Int64($1) }
            }
            let length = Int(number(12, 4))
            // The clock was written down in nanoseconds.
            times.append((number(0, 8) / 1_000, number(8, 4)))
            replies.append(Array(bytes.dropFirst(16).prefix(length)))
            bytes = bytes.dropFirst(16 + length)
        }
        (self.replies, self.times) = (replies, times)
    }

    /// The stream as a node's readings.
    package func readings(of node: NodeID) -> [Reading] {
        zip(replies, times).enumerated().map { beat, entry in
            let (bytes, time) = entry
            let sample = Sample(
                roundTripMicroseconds: time.roundTrip,
                info: InfoReport(bytes)
            )
            let moment = Moment(
                wallMicroseconds: time.wall,
                steadyMicroseconds: time.wall &- times[0].wall,
                beat: Int64(beat)
            )
            return Reading(node: node, moment: moment, content: .sample(sample))
        }
    }
}

/// Runs a program to its end and gives its output and exit code.
package func run(
    _ program: String,
    _ arguments: String...,
    input: [UInt8] = []
) throws -> (output: [UInt8], code: Int32) {
    try run(program, arguments, input: input)
}

/// Runs a program to its end and gives its output and exit code.
package func run(
    _ program: String,
    _ arguments: [String],
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
