import CacheMetrics
import Dashboard
import Polling
import Recording
import RedisClient
import Settings
import Terminal

/// The servers to watch, and the file to record them to, if any.
struct Watching: Sendable {
    let targets: [Target]
    let settings: PollSettings
    /// What is set for judging and showing them.
    var configuration = Configuration()
    /// Where the operator asks for more probes.
    let boost = ProbeBoost()
    /// Where to record what is seen, or `nil` to record nothing.
    var recordingPath: String?
    /// How to write it.
    var recordingPlan = RecordingPlan()

    /// What the header calls what is watched, before anything was heard of it.
    var title: String { targets.map(\.name).joined(separator: ", ") }

    /// A poller for each server; none of them has sent anything yet.
    func pollers() -> [Poller<ContinuousClock>] {
        targets.map { target in
            let environment = PollEnvironment(
                wallMicroseconds: { Machine.wallMicroseconds() },
                ownUsage: { Self.ownUsage },
                seed: UInt64.random(in: .min ... .max),
                boost: boost
            )
            return Poller(
                target,
                as: NodeID(target.name),
                settings: settings,
                clock: ContinuousClock(),
                environment: environment
            )
        }
    }

    private static var ownUsage: OwnUsage? {
        Machine.memoryBytes().map {
            OwnUsage(cpuMicroseconds: Machine.cpuMicroseconds(), memoryBytes: $0)
        }
    }

    /// What a recording of it says of itself.
    var header: RecordingHeader {
        var header = RecordingHeader()
        header.createdMicroseconds = Machine.wallMicroseconds()
        header.description.tool = "hitscope \(programVersion)"
        header.description.intervalMicroseconds = Int64(settings.interval / .microseconds(1))
        header.description.zoneSeconds = Machine.zoneSeconds(at: header.createdMicroseconds)
        header.description.targets = targets.map(\.description)
        return header
    }

    /// Creates the file to record to, if one was asked for.
    func openRecording() throws -> RecordingWriter? {
        guard let recordingPath else { return nil }
        guard recordingPath != "-" || !Machine.outputIsTerminal else {
            throw CommandFailure(
                message: "a recording is not for a terminal: write it to a file or a pipe",
                code: .cannotStart
            )
        }
        do throws(RecordingError) {
            return try recordingPlan.open(recordingPath, header)
        } catch {
            throw CommandFailure(message: error.description, code: .cannotStart)
        }
    }
}

extension Target {
    /// What the screen calls the target: its address, and the database if it is not the first.
    var name: String { "\(address)" + (database == 0 ? "" : "/\(database)") }
}

extension RecordingWriter.Progress {
    /// The progress as the dashboard shows it.
    var status: RecordingStatus {
        RecordingStatus(
            bytes: bytes,
            sinceMicroseconds: firstMicroseconds ?? 0,
            latestMicroseconds: latestMicroseconds,
            failure: failure,
            waiting: waiting,
            lost: lost,
            doubt: isRemoved ? "file removed" : isDurabilityUnknown ? "disk failed" : nil
        )
    }

    /// Throws if readings were lost: whoever relies on the recording must learn of it.
    func throwIfIncomplete() throws(CommandFailure) {
        guard !isRemoved else {
            let message = "the recording was removed while it was written, and is gone"
            throw CommandFailure(message: message, code: .lostData)
        }
        guard lost > 0 else { return }
        let state = failure.map { "the recording stopped: \($0)" } ?? "the recording has a gap"
        let message = "\(state); \(lost) samples were not saved"
        throw CommandFailure(message: message, code: .lostData)
    }

    /// The same where nothing can be thrown any more.
    func warnIfIncomplete() {
        do throws(CommandFailure) {
            try throwIfIncomplete()
        } catch {
            warn(error.message)
        }
    }

    /// Says so if the disk once failed to take what was written, which no error later takes back.
    func warnOfDoubt(about output: String) {
        guard isDurabilityUnknown, !isRemoved else { return }
        warn("the disk failed to take some of \(output): a power cut may lose what it holds")
    }
}
