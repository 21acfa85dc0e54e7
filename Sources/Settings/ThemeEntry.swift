import Painting
import TOMLKit

/// A reference from one value to another, or a value.
enum ThemeEntry {
    case value(ThemeValue)
    /// `$name`: an entry of `[palette]`.
    case palette(String)
    /// The name of another key.
    case key(String)

    /// Reads `"#rrggbb"`, `"ansi:…"`, `"idx:…"`, `"default"`, `"$name"`, another key's name, or a
    /// table of `rgb`, `idx`, `ansi`, `mono` and attributes; `nil` for anything else.
    init?(_ node: any TOMLValueConvertible) {
        if let text = node.string {
            self.init(text: text)
        } else if let table = node.table {
            self.init(table: table)
        } else {
            return nil
        }
    }

    private init?(text: String) {
        if text == "default" {
            self = .value(ThemeValue(paint: .terminalDefault))
        } else if text.hasPrefix("$") {
            self = .palette(String(text.dropFirst()))
        } else if text.hasPrefix("#") {
            guard let rgb = RGB(hex: text) else { return nil }
            self = .value(ThemeValue(paint: Paint(rgb: rgb)))
        } else if text.hasPrefix("ansi:") {
            guard let ansi = Self.ansi(String(text.dropFirst(5))) else { return nil }
            self = .value(ThemeValue(paint: Paint(rgb: nil, ansi: ansi)))
        } else if text.hasPrefix("idx:") {
            guard let index = UInt8(text.dropFirst(4)), index >= 16 else { return nil }
            self = .value(ThemeValue(paint: Paint(rgb: nil, index: index)))
        } else {
            self = .key(text)
        }
    }

    private init?(table: TOMLTable) {
        var value = ThemeValue(paint: .terminalDefault)
        for (key, node) in table {
            switch key {
            case "rgb":
                guard let rgb = node.string.flatMap({ RGB(hex: $0) }) else { return nil }
                value.paint.rgb = rgb
            case "idx":
                guard let index = node.int.flatMap({ UInt8(exactly: $0) }), index >= 16 else {
                    return nil
                }
                value.paint.index = index
            case "ansi":
                guard let ansi = node.string.flatMap(Self.ansi) else { return nil }
                value.paint.ansi = ansi
            case "mono":
                guard let mono = node.string.flatMap(Self.attributes) else { return nil }
                value.mono = mono
            default:
                guard let attribute = Self.attributes(key), let isOn = node.bool else { return nil }
                if isOn { value.attributes.formUnion(attribute) }
            }
        }
        self = .value(value)
    }

    private static func ansi(_ name: String) -> UInt8? {
        if let number = UInt8(name) { return number < 16 ? number : nil }
        let isBright = name.hasPrefix("bright-")
        let base = isBright ? String(name.dropFirst(7)) : name
        return ansiNames.firstIndex(of: base).map { UInt8($0) + (isBright ? 8 : 0) }
    }

    private static let ansiNames = [
        "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white",
    ]

    /// Attributes joined by `+`, or `none`.
    private static func attributes(_ text: String) -> Attributes? {
        var attributes: Attributes = []
        for word in text.split(separator: "+") {
            switch word {
            case "none": break
            case "bold": attributes.insert(.bold)
            case "dim": attributes.insert(.dim)
            case "underline": attributes.insert(.underline)
            case "italic": attributes.insert(.italic)
            case "reverse": attributes.insert(.reverse)
            default: return nil
            }
        }
        return attributes
    }
}
