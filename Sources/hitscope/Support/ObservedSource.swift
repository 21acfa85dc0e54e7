import RedisClient
import SystemPackage

/// What a one-shot command looks at: servers for a while, or a recording.
enum ObservedSource {
    case servers(Watching)
    case recording(OpenRecording)

    /// A file if there is one of that name, else a server.
    init(
        _ text: String,
        credentials: CredentialOptions,
        polling: PollOptions
    ) throws {
        if let status = try? Stat(FilePath(text)), status.type == .regular {
            self = .recording(try OpenRecording(text))
        } else {
            let target = try Target(argument: text, credentials: credentials)
            self = .servers(Watching(targets: [target], settings: try polling.settings()))
        }
    }
}
