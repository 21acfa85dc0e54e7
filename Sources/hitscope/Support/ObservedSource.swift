import RedisClient
import Settings
import SystemPackage

/// What a one-shot command looks at: servers for a while, or a recording.
enum ObservedSource {
    case servers(Watching)
    case recording(OpenRecording)

    /// A file if there is one of that name, or if it can be nothing else; else a server.
    init(
        _ text: String,
        credentials: CredentialOptions,
        polling: PollOptions,
        _ configuration: Configuration
    ) throws {
        let type = (try? Stat(FilePath(text)))?.type
        let isPath = text.contains("/") && !text.contains(":")
        // What is absent under an absolute path may be a server's socket as well.
        let isMeantAsFile = type == nil ? !text.hasPrefix("/") : type != .socket
        if type == .regular || isPath && isMeantAsFile {
            guard type == .regular || type == nil else {
                throw CommandFailure(message: "\(text): not a file", code: .cannotRead)
            }
            self = .recording(try OpenRecording(text, under: configuration.policy))
        } else {
            let target = try Target(argument: text, credentials: credentials)
            self = .servers(
                Watching(
                    targets: [target],
                    settings: try polling.settings(configuration),
                    configuration: configuration
                )
            )
        }
    }
}
