import Themes

/// The themes that come with the program.
package enum ThemeShelf {
    /// Their names, the default first.
    package static let names = ThemeFiles.all.map(\.name)

    /// A bundled theme by its name, or `nil` if there is none of that name.
    package static func theme(named name: String) throws(ThemeError) -> ThemeFile? {
        guard let file = ThemeFiles.all.first(where: { $0.name == name }) else { return nil }
        return try ThemeFile(named: name, toml: String(decoding: file.toml, as: UTF8.self))
    }
}
