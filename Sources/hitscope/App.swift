import ArgumentParser
import Terminal

/// The version, as recordings and `--version` tell it.
let programVersion = "0.1.0"

@main
enum App {
    /// Runs the command that was asked for, and ends with the exit code that `cli.md` promises.
    static func main() async {
        Machine.reportFailedWritesAsErrors()
        do {
            var command = try Hitscope.parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            end(with: error)
        }
    }

    private static func end(with error: any Error) {
        if let failure = error as? CommandFailure {
            if !failure.message.isEmpty { warn(failure.message) }
            exit(failure.code)
        }
        let isClean = Hitscope.exitCode(for: error) == .success
        if isClean {
            printOut(Hitscope.fullMessage(for: error))
            exit(.fine)
        }
        let message = Hitscope.message(for: error)
        // What an option wants is said with what is wrong about it.
        let help = Hitscope.fullMessage(for: error).split(separator: "\n").first {
            $0.hasPrefix("Help:")
        }
        let words = help?.dropFirst(5).split(separator: " ").joined(separator: " ")
        warn(words.map { "\(message): \($0)" } ?? message)
        exit(.cannotStart)
    }
}
