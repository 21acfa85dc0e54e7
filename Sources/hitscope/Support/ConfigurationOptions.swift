import ArgumentParser
import FoundationEssentials
import Settings
import Terminal

/// Where the settings are.
struct ConfigurationOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Settings; without it $XDG_CONFIG_HOME/hitscope/config.toml, if there is one.",
            valueName: "file"
        )
    )
    var config: String?

    /// What the file says, or nothing where none was named and none is at its place.
    func read() throws -> Configuration {
        guard let path = config ?? Self.usualPath else { return Configuration() }
        guard let data = try? Data(contentsOf: URL(filePath: path)), data.count <= 1 << 20 else {
            guard config != nil || FileManager.default.fileExists(atPath: path) else {
                return Configuration()
            }
            let message = "cannot use \(path): it is not a file of at most 1 MB that you may read"
            throw CommandFailure(message: message, code: .cannotStart)
        }
        do throws(ConfigurationError) {
            return try ConfigurationFile.read(String(decoding: data, as: UTF8.self), named: path)
        } catch {
            throw CommandFailure(message: error.description, code: .cannotStart)
        }
    }

    private static var usualPath: String? {
        let folder = Machine.environment("XDG_CONFIG_HOME").flatMap { $0.isEmpty ? nil : $0 }
        let home = Machine.environment("HOME").map { $0 + "/.config" }
        return (folder ?? home).map { $0 + "/hitscope/config.toml" }
    }
}
