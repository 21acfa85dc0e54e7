/// A reason to end with a message and an exit code, as `cli.md` fixes them.
struct CommandFailure: Error {
    /// One line for standard error.
    let message: String
    let code: ExitStatus
}
