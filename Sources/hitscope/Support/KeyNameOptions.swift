import ArgumentParser
import CacheMetrics

/// How names of keys are grouped and whether they are told.
struct KeyNameOptions: ParsableArguments {
    @Option(help: "A pattern of key names to tell as one, such as 'app:*:id'; repeat for more.")
    var namespace: [String] = []

    @Flag(
        help: """
            Tell keys by patterns that ten or more of them follow, and members of boards by a hash, \
            on the screen and in recordings.
            """
    )
    var hideKeys = false

    /// The patterns given.
    var globs: [NameGlob] { namespace.map { NameGlob(Array($0.utf8)) } }

    func validate() throws {
        guard let bare = namespace.first(where: { !$0.contains("*") }) else { return }
        throw ValidationError("--namespace \(bare): a pattern has a *, such as '\(bare):*'")
    }
}
