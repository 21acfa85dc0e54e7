/// Where a text that is too long is cut.
package enum TextCut: Sendable {
    /// Its end is left out.
    case end
    /// Its middle is left out.
    case middle
}
