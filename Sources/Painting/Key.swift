/// A key, or something the terminal reports like one.
package enum Key: Sendable, Hashable {
    /// A character, with whatever Shift made of it.
    case character(Unicode.Scalar)
    /// A letter together with Ctrl, lower case.
    case control(Unicode.Scalar)
    case up, down, left, right
    case pageUp, pageDown, home, end
    case enter, escape, tab, backTab, backspace, delete
    /// A function key, 1 to 12.
    case function(Int)
}

extension Key: ExpressibleByUnicodeScalarLiteral {
    /// A key that is a character, so that tables of keys can be read.
    package init(unicodeScalarLiteral scalar: Unicode.Scalar) {
        self = .character(scalar)
    }
}
