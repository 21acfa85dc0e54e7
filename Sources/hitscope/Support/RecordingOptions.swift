import ArgumentParser
import Recording

/// How a recording is written.
struct RecordingOptions: ParsableArguments {
    @Flag(help: "Go on with the recording if there is one of that name.")
    var append = false

    @Option(help: "When to force to the disk what was written: no, 10s or always.")
    var fsync = FsyncArgument(policy: .tenSeconds)

    @Option(
        help: ArgumentHelp("Write a folder of files of this size, 1h or 64mb.", valueName: "limit")
    )
    var rotate: LimitArgument?

    @Option(
        help: ArgumentHelp("How much of the folder to keep, 7d or 2gb.", valueName: "limit")
    )
    var keep: LimitArgument?

    mutating func validate() throws {
        guard keep == nil || rotate != nil else {
            throw ValidationError("--keep needs --rotate: whole files are removed, oldest first")
        }
        guard !append || rotate == nil else {
            throw ValidationError(
                "--append goes on with one file, --rotate begins a folder of them"
            )
        }
    }

    /// How it is to be written.
    var plan: RecordingPlan {
        RecordingPlan(
            appends: append,
            sync: fsync.policy,
            rotation: rotate?.limit,
            keep: keep?.limit
        )
    }
}
