// The one door between bytes that strangers chose and anything a person looks at.
//
// A key may hold escape sequences, carriage returns, right-to-left marks or half a character. What
// comes out of here is printable, takes exactly the columns it claims and cannot be mistaken for
// another key: what would not print is written out, redis-cli's way, so that it can be pasted there.

/// A piece of escaped text: what is shown for one character of the original.
private struct Piece {
    var scalars: [Unicode.Scalar]
    var isEscape: Bool
    var columns: Int { isEscape ? scalars.count : (scalars.first?.columns ?? 0) }
}

/// The most bytes of one text that are looked at; what follows could not be shown anyway.
private let mostBytes = 4_096

/// Bytes as harmless cells, at most `columns` wide; what does not fit gives way to `…`.
///
/// A key is recognised by its beginning and its end, so its middle is what to leave out.
package func cells(
    of bytes: some Collection<UInt8>,
    columns: Int,
    as role: Role = .text,
    glyphs: GlyphSet = .unicode,
    cut: TextCut = .end
) -> [Cell] {
    fitted(pieces(of: bytes, glyphs: glyphs), columns: columns, role, glyphs, cut: cut)
}

private func fitted(
    _ pieces: [Piece],
    columns: Int,
    _ role: Role,
    _ glyphs: GlyphSet,
    cut: TextCut
) -> [Cell] {
    guard columns > 0 else { return [] }
    let total = pieces.reduce(0) { $0 + $1.columns }
    guard total > columns else { return pieces.flatMap { $0.cells(as: role) } }
    let room = columns - 1
    let tailRoom = cut == .middle ? room * 2 / 5 : 0
    let tail = Array(fitting(pieces.reversed(), columns: tailRoom).reversed())
    let head = fitting(pieces, columns: room - tail.reduce(0) { $0 + $1.columns })
    let mark = Cell(glyphs.shown("…"), .escape)
    return (head.flatMap { $0.cells(as: role) } + [mark] + tail.flatMap { $0.cells(as: role) })
}

/// A name as harmless cells, cut in the middle; one without a byte is `(empty)`, and blanks at its ends are
/// written out.
package func nameCells(
    of name: some Collection<UInt8>,
    columns: Int,
    as role: Role = .text,
    glyphs: GlyphSet = .unicode
) -> [Cell] {
    guard !name.isEmpty else {
        return [Cell]("(empty)", .escape).prefix(max(0, columns)).map { $0 }
    }
    return fitted(namePieces(of: name, glyphs), columns: columns, role, glyphs, cut: .middle)
}

/// A name as harmless text, at most `limit` characters of it.
package func nameText(_ name: some Collection<UInt8>, limit: Int = 1_024) -> String {
    name.isEmpty ? "(empty)" : text(of: namePieces(of: name, .unicode), limit, .unicode)
}

/// Blanks at the ends of a name would not be seen.
private func namePieces(of name: some Collection<UInt8>, _ glyphs: GlyphSet) -> [Piece] {
    var pieces = pieces(of: name, glyphs: glyphs)
    let blank: (Piece) -> Bool = { $0.scalars == [" "] }
    let (first, last) = (
        pieces.firstIndex { !blank($0) } ?? pieces.endIndex, pieces.lastIndex { !blank($0) } ?? -1
    )
    for place in pieces.indices where place < first || place > last {
        pieces[place] = escape(byte: UInt8(ascii: " "))
    }
    return pieces
}

/// Bytes as harmless text, for lines, logs and JSON; at most `limit` characters of it.
package func escapedText(
    _ bytes: some Collection<UInt8>,
    limit: Int = 1_024,
    glyphs: GlyphSet = .unicode
) -> String {
    text(of: pieces(of: bytes, glyphs: glyphs), limit, glyphs)
}

private func text(of pieces: [Piece], _ limit: Int, _ glyphs: GlyphSet) -> String {
    var text = ""
    var count = 0
    for piece in pieces {
        count += piece.scalars.count
        guard count <= limit else { return text + (glyphs == .ascii ? "~" : "…") }
        text.unicodeScalars.append(contentsOf: piece.scalars)
    }
    return text
}

/// A line for people as harmless text; what was written out in it before stays as it is.
package func harmlessLine(_ text: String) -> String {
    var line = ""
    for piece in pieces(of: text.utf8, glyphs: .unicode) {
        let isBackslash = piece.scalars == ["\\", "\\"]
        line.unicodeScalars.append(contentsOf: isBackslash ? ["\\"] : piece.scalars)
    }
    return line
}

/// How many columns the whole text takes once it is harmless.
package func columns(of bytes: some Collection<UInt8>, glyphs: GlyphSet = .unicode) -> Int {
    pieces(of: bytes, glyphs: glyphs).reduce(0) { $0 + $1.columns }
}

/// Whether the bytes are shown just as they are.
package func isPlain(_ bytes: some Collection<UInt8>) -> Bool {
    bytes.count <= mostBytes && !pieces(of: bytes, glyphs: .unicode).contains(where: \.isEscape)
}

extension Piece {
    fileprivate func cells(as role: Role) -> [Cell] {
        let shown = scalars.map { Cell($0, isEscape ? .escape : role) }
        return columns == 2 && !isEscape ? shown + [Cell.covered] : shown
    }
}

/// The first pieces that fit into so many columns.
private func fitting(_ pieces: [Piece], columns: Int) -> [Piece] {
    var used = 0
    return Array(
        pieces.prefix { piece in
            used += piece.columns
            return used <= columns
        }
    )
}

private func pieces(of bytes: some Collection<UInt8>, glyphs: GlyphSet) -> [Piece] {
    var pieces: [Piece] = []
    var rest = Array(bytes.prefix(mostBytes))[...]
    while let first = rest.first {
        guard let (scalar, length) = decode(rest) else {
            pieces.append(escape(byte: first))
            rest = rest.dropFirst()
            continue
        }
        pieces.append(piece(for: scalar, glyphs: glyphs))
        rest = rest.dropFirst(length)
    }
    return pieces
}

/// The scalar that begins a slice and its length in bytes, or `nil` if it is not valid UTF-8.
private func decode(_ bytes: ArraySlice<UInt8>) -> (Unicode.Scalar, Int)? {
    var decoder = UTF8()
    var iterator = bytes.prefix(4).makeIterator()
    guard case .scalarValue(let scalar) = decoder.decode(&iterator) else { return nil }
    return (scalar, UTF8.width(scalar))
}

private func piece(for scalar: Unicode.Scalar, glyphs: GlyphSet) -> Piece {
    switch scalar {
    case "\\": return Piece(scalars: ["\\", "\\"], isEscape: true)
    case "\n": return Piece(scalars: ["\\", "n"], isEscape: true)
    case "\r": return Piece(scalars: ["\\", "r"], isEscape: true)
    case "\t": return Piece(scalars: ["\\", "t"], isEscape: true)
    case "\u{7}": return Piece(scalars: ["\\", "a"], isEscape: true)
    case "\u{8}": return Piece(scalars: ["\\", "b"], isEscape: true)
    case " "..."~": return Piece(scalars: [scalar], isEscape: false)
    case "\0"..."\u{7F}": return escape(byte: UInt8(scalar.value))
    default: break
    }
    guard glyphs == .unicode, scalar.isHarmless else {
        let code = String(scalar.value, radix: 16, uppercase: true)
        return Piece(scalars: Array("\\u{\(code)}".unicodeScalars), isEscape: true)
    }
    return Piece(scalars: [scalar], isEscape: false)
}

private func escape(byte: UInt8) -> Piece {
    let digits = String(byte, radix: 16)
    let padded = digits.count == 1 ? "0\(digits)" : digits
    return Piece(scalars: Array("\\x\(padded)".unicodeScalars), isEscape: true)
}

extension Unicode.Scalar {
    /// Whether the scalar draws something of its own in a known number of columns.
    ///
    /// Letters, digits, punctuation and symbols do. Marks, joiners, direction overrides, tags,
    /// private and unassigned code points and every space but the plain one do not.
    fileprivate var isHarmless: Bool {
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .decimalNumber, .letterNumber, .otherNumber, .connectorPunctuation, .dashPunctuation,
            .openPunctuation, .closePunctuation, .initialPunctuation, .finalPunctuation,
            .otherPunctuation, .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol:
            return columns > 0 && !isRightToLeft && !isFiller
        case .nonspacingMark, .spacingMark, .enclosingMark, .spaceSeparator, .lineSeparator,
            .paragraphSeparator, .control, .format, .surrogate, .privateUse, .unassigned:
            return false
        @unknown default: return false
        }
    }

    /// Scripts that terminals reorder: their letters would move the text around them.
    private var isRightToLeft: Bool {
        (0x590...0x8FF).contains(value) || (0xFB1D...0xFDFF).contains(value)
            || (0xFE70...0xFEFF).contains(value) || (0x10800...0x10FFF).contains(value)
            || (0x1E800...0x1EFFF).contains(value)
    }

    /// Letters by category that draw nothing, or join with what follows.
    private var isFiller: Bool {
        switch value {
        case 0x115F...0x11FF, 0x3164, 0xFFA0, 0x1F1E6...0x1F1FF, 0x1F3FB...0x1F3FF, 0x2800: true
        default: false
        }
    }
}
