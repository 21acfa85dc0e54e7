import RedisClient
import SystemPackage

/// What a one-shot command looks at: servers for a while, or a recording.
enum ObservedSource {
    case servers(Watching)
    case recording(OpenRecording)

    /// A file if there is one of that name, or if it can be nothing else; else a server.
    init(
        _ text: String,
        credentials: CredentialOptions,
        polling: PollOptions
    ) throws {
        let type = (try? Stat(FilePath(text)))?.type
        let isPath = text.contains("/") && !text.contains(":")
        if type != .socket, type != nil || isPath, !text.hasPrefix("/") || type != nil {
            guard type == .regular || type == nil else {
                throw CommandFailure(message: "\(text): not a file", code: .cannotRead)
            }
            self = .recording(try OpenRecording(text))
        } else {
            let target = try Target(argument: text, credentials: credentials)
            self = .servers(Watching(targets: [target], settings: try polling.settings()))
        }
    }
}
