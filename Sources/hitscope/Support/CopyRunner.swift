import ArgumentParser
import Painting
import Recording
import UnixSignals

/// Makes a copy of a recording, with a line of progress, until a signal takes it back.
struct CopyRunner {
    let copy: RecordingCopy
    let path: String

    /// Makes it; says on standard error what was written.
    ///
    /// - Throws: what stands in the way, or that it was given up.
    func run() async throws {
        let copy = copy
        let result = await withTaskGroup(of: Result<UInt64?, RecordingError>?.self) { group in
            group.addTask {
                Result { () throws(RecordingError) in
                    try copy.make { read in
                        ProgressBar.show(read, of: copy.count, "ticks")
                        return !Task.isCancelled
                    }
                }
            }
            group.addTask {
                let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm, .sighup)
                for await _ in signals { return nil }
                return nil
            }
            var made: Result<UInt64?, RecordingError>?
            for await result in group {
                made = made ?? result
                group.cancelAll()
            }
            return made
        }
        ProgressBar.end()
        switch result {
        case .success(let ticks?)?: warn("\(ticks) ticks are in \(path)")
        case .failure(let error)?:
            throw CommandFailure(message: error.description, code: .cannotStart)
        case .success(nil)?, nil:
            throw CommandFailure(
                message: "interrupted; \(path) was not written",
                code: .cannotStart
            )
        }
    }
}
