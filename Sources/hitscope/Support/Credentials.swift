import RedisClient
import Terminal

extension Target {
    /// A target from the command line, with its password from the best source given.
    ///
    /// First wins: `--pass-file`, `--askpass`, `REDISCLI_AUTH`, the URL. A password in the URL works,
    /// but everybody on the machine could see it: it is overwritten at once, with a warning.
    init(argument text: String, credentials: CredentialOptions) throws {
        do throws(TargetError) {
            try self.init(parsing: text)
        } catch {
            throw CommandFailure(message: error.description, code: .cannotStart)
        }
        if password != nil {
            Machine.hideArgument(text)
            warn(
                "a password on the command line can be seen by others; use REDISCLI_AUTH or --pass-file"
            )
        }
        if let user = credentials.user { self.user = user }
        if let file = credentials.passFile {
            password = try Secret(contentsOfFile: file)
        } else if credentials.askpass {
            guard let typed = Machine.askSecret("password for \(address): ") else {
                throw CommandFailure(
                    message: "cannot ask for a password: there is no terminal",
                    code: .cannotStart
                )
            }
            password = Secret(typed)
        } else if let exported = Machine.environment("REDISCLI_AUTH"), !exported.isEmpty {
            password = Secret(Array(exported.utf8))
        }
        // Without one no login is sent, and the server's default user would be watched with unawares;
        // users that need none take any.
        if user != nil, password == nil { password = Secret([]) }
    }
}

extension Secret {
    /// Reads a password from a file that only its owner can read.
    fileprivate init(contentsOfFile path: String) throws {
        do throws(Machine.SecretFileProblem) {
            self.init(try Machine.readSecret(fromFile: path))
        } catch {
            let problem =
                switch error {
                case .system(let reason): reason
                case .notAFile: "it is not a regular file"
                case .notYours: "it belongs to somebody else"
                case .open: "others can read it; run: chmod 600 \(path)"
                case .notASecret: "it holds no password"
                }
            let message = "cannot read the password from \(path): \(problem)"
            throw CommandFailure(message: message, code: .cannotStart)
        }
    }
}
