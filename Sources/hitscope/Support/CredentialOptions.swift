import ArgumentParser

/// How to log in.
struct CredentialOptions: ParsableArguments {
    @Option(help: "The user to log in as.")
    var user: String?

    @Option(help: "A file that holds the password and that nobody else can read.")
    var passFile: String?

    @Flag(help: "Ask for the password on the terminal.")
    var askpass = false
}
