/// Why a configuration file cannot be used.
package struct ConfigurationError: Error, Equatable, CustomStringConvertible {
    /// One line: which file, where in it, what is wrong and what to do.
    package let description: String

    init(_ file: String, _ place: SettingPlace?, _ problem: String) {
        let place = place.map { ", line \($0.line), column \($0.column)" } ?? ""
        description = "cannot use \(file)\(place): \(problem)"
    }
}
