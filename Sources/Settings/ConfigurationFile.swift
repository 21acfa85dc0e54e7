import TOMLKit

/// Reads a configuration file and checks all of it.
///
/// What is not known is an error, with its place: a misspelt threshold that silently stays the default
/// is found by nobody, until an alarm does not come.
package enum ConfigurationFile {
    /// What a file of some name says.
    package static func read(
        _ text: String,
        named name: String
    ) throws(ConfigurationError) -> Configuration {
        let root: TOMLTable
        do {
            root = try TOMLTable(string: text)
        } catch let error as TOMLParseError {
            let begin = error.source.begin
            let place = SettingPlace(line: Int(begin.line), column: Int(begin.column))
            throw ConfigurationError(name, place, error.description)
        } catch {
            throw ConfigurationError(name, nil, "not TOML: \(error)")
        }
        return try ConfigurationReader(file: name, text: text).read(root)
    }
}
