/// Why a theme cannot be used.
package struct ThemeError: Error, Equatable, CustomStringConvertible {
    /// One line: which theme, where in it, what is wrong and what to do.
    package let description: String

    init(_ theme: String, line: Int? = nil, _ problem: String) {
        let place = line.map { ", line \($0)" } ?? ""
        description = "cannot use theme \(theme)\(place): \(problem)"
    }
}
