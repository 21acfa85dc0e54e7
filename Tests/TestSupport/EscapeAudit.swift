/// What a terminal would be told to do by a stream of bytes, beside showing text.
///
/// The dashboard needs few sequences; every other one can only come from hostile input.
package enum EscapeAudit {
    /// The sequences that are not among those the dashboard needs, and bytes that are not text.
    package static func strangers(in output: [UInt8]) -> [String] {
        var strangers: [String] = []
        let scalars = Array(String(decoding: output, as: UTF8.self).unicodeScalars)
        var index = 0
        while index < scalars.count {
            if scalars[index] == "\u{1B}" {
                let end = sequenceEnd(in: scalars, from: index)
                let sequence = string(scalars[index + 1..<end])
                if !isNeeded(sequence) { strangers.append(sequence) }
                index = end
            } else {
                if !isText(scalars[index]) { strangers.append("U+\(scalars[index].value)") }
                index += 1
            }
        }
        return strangers
    }

    /// The text alone.
    package static func text(of output: [UInt8]) -> String {
        let scalars = Array(String(decoding: output, as: UTF8.self).unicodeScalars)
        var text: [Unicode.Scalar] = []
        var index = 0
        while index < scalars.count {
            if scalars[index] == "\u{1B}" {
                index = sequenceEnd(in: scalars, from: index)
            } else {
                text.append(scalars[index])
                index += 1
            }
        }
        return string(text[...])
    }

    private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return String(text)
    }

    /// Where the sequence that begins with the escape at `start` ends, as ECMA-48 has it.
    private static func sequenceEnd(in scalars: [Unicode.Scalar], from start: Int) -> Int {
        guard start + 1 < scalars.count else { return scalars.count }
        var index = start + 1
        let isLong = scalars[index] == "["
        if isLong { index += 1 }
        let inner: ClosedRange<Unicode.Scalar> = isLong ? " "..."?" : " "..."/"
        while index < scalars.count, inner.contains(scalars[index]) { index += 1 }
        return min(index + 1, scalars.count)
    }

    /// Colours, the cursor's place and visibility, erasing, scrolling regions, the alternate screen,
    /// key modes, synchronised update, character sets, and repeating a character.
    private static func isNeeded(_ sequence: String) -> Bool {
        if ["=", ">", "(B", ")0", "7", "8", "M"].contains(sequence) { return true }
        guard sequence.first == "[", let last = sequence.last else { return false }
        let middle = sequence.dropFirst().dropLast()
        if "mHABCDGdJKXrSTLMPb@".contains(last) {
            return middle.allSatisfy { "0123456789;:".contains($0) }
        }
        let modes = [
            "1", "7", "12", "25", "1000", "1002", "1003", "1004", "1006", "1049", "2004", "2026",
        ]
        if last == "h" || last == "l" {
            if middle == "4" { return true }
            guard middle.first == "?" else { return false }
            return middle.dropFirst().split(separator: ";").allSatisfy {
                modes.contains(String($0))
            }
        }
        // The window title's stack, which ncurses keeps on entering and leaving.
        return last == "t" && ["22;0;0", "23;0;0"].contains(middle)
    }

    private static func isText(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control: ["\r", "\n", "\u{8}", "\u{F}", "\u{E}"].contains(scalar)
        case .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: false
        default: scalar != "\u{FFFD}"
        }
    }
}
