import ArgumentParser
import CacheMetrics
import Recording

/// A recording with fewer samples.
struct ThinCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "thin",
        abstract: "Write every so many beats of a recording to a new one.",
        discussion: "Counters tell what happened between the samples that are left; gauges do not."
    )

    @Argument(help: "The recording.")
    var file: String

    @Option(help: "The time from one sample to the next that is kept.")
    var every: DurationArgument

    @Option(name: .shortAndLong, help: "The new recording.")
    var output: String

    mutating func run() async throws {
        let reader = try OpenRecording(file).reader
        let interval = max(1, reader.header.description.intervalMicroseconds)
        let beats = every.duration.wholeMicroseconds / interval
        guard beats >= 2 else {
            throw ValidationError("--every is at least twice the recording's interval")
        }
        var header = reader.header
        header.description.intervalMicroseconds = interval * beats
        let copy = RecordingCopy([(reader, 0...reader.ticks.count - 1)], to: output, header: header)
        {
            reading in
            guard reading.moment.beat % beats == 0 else { return nil }
            var kept = reading
            kept.moment.beat /= beats
            return kept
        }
        try await CopyRunner(copy: copy, path: output).run()
    }
}
