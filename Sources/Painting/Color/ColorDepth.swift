/// How many colours a terminal has.
package enum ColorDepth: String, Sendable, CaseIterable {
    /// None: attributes only.
    case mono = "never"
    /// The sixteen of the user's palette.
    case ansi = "16"
    /// The 256 of the common palette.
    case indexed = "256"
    /// All of them.
    case truecolor
}
