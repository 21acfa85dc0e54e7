/// A JSON document, written out with its keys in the order given and absent values as `null`.
///
/// Foundation's encoder can do neither: it drops what is absent and orders keys as it likes, and
/// programs and people both read these documents.
enum JSON {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    case array([JSON])
    case object([(String, JSON)])

    /// A number, or `null` for none.
    static func optional(_ value: Double?) -> JSON { value.map { .number($0) } ?? .null }

    /// A whole number, or `null` for none.
    static func optional(_ value: Int64?) -> JSON { value.map { .integer($0) } ?? .null }

    /// Text, or `null` for none.
    static func optional(_ value: String?) -> JSON { value.map { .string($0) } ?? .null }

    /// The document as text, indented by two spaces.
    func text(indent: String = "") -> String {
        switch self {
        case .null: return "null"
        case .bool(let value): return value ? "true" : "false"
        case .integer(let value): return "\(value)"
        case .number(let value): return Self.text(of: value)
        case .string(let value): return Self.quoted(value)
        case .array(let values):
            return Self.block("[", values.map { $0.text(indent: indent + "  ") }, "]", indent)
        case .object(let members):
            let lines = members.map { Self.quoted($0) + ": " + $1.text(indent: indent + "  ") }
            return Self.block("{", lines, "}", indent)
        }
    }

    private static func block(
        _ begin: String,
        _ lines: [String],
        _ end: String,
        _ indent: String
    ) -> String {
        guard !lines.isEmpty else { return begin + end }
        let body = lines.map { indent + "  " + $0 }.joined(separator: ",\n")
        return begin + "\n" + body + "\n" + indent + end
    }

    /// A number without a point if it is whole; what JSON cannot say is `null`.
    private static func text(of value: Double) -> String {
        guard value.isFinite else { return "null" }
        if value == value.rounded(), abs(value) < 1e15 { return "\(Int64(value))" }
        return "\(value)"
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\0"..."\u{1F}":
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
