/// The theme files beside this one, embedded in the binary at build time.
///
/// To add one, put it into `palettes/` and list it here.
package enum ThemeFiles {
    /// Each bundled theme's name and text, the default first.
    package static let all: [(name: String, toml: [UInt8])] = [
        ("night", PackageResources.night_toml),
        ("paper", PackageResources.paper_toml),
        ("terminal", PackageResources.terminal_toml),
        ("mono", PackageResources.mono_toml),
    ]
}
