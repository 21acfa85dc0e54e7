import CacheMetrics
import Painting

/// How rows are written: as comma-separated values, as JSON a line each, or as OpenMetrics.
enum ExportText {
    /// The first line of comma-separated values.
    static func heading(_ quantities: [Quantity]) -> String {
        (["time", "node", "up"] + quantities.map(\.name)).map(cell).joined(separator: ",") + "\r\n"
    }

    /// A row of comma-separated values (RFC 4180); what is not known is empty.
    static func commaSeparated(_ row: ExportRows.Row, columns: Int) -> String {
        let values = row.values ?? Array(repeating: nil, count: columns)
        let cells = [
            rfc3339(row.wallMicroseconds), cell(escapedText(row.node.name.utf8)),
            row.values == nil ? "0" : "1",
        ]
        return (cells + values.map { $0.map(number) ?? "" }).joined(separator: ",") + "\r\n"
    }

    /// A row as a JSON object in one line; what is not known is `null`.
    static func json(_ row: ExportRows.Row, _ keys: [String]) -> String {
        var line = "{\"time\": \"\(rfc3339(row.wallMicroseconds))\", \"node\": "
        line += JSON.string(escapedText(row.node.name.utf8)).text()
        line += row.values == nil ? ", \"up\": false" : ", \"up\": true"
        for (place, key) in keys.enumerated() {
            line += key
            line += row.values?[place].map(number) ?? "null"
        }
        return line + "}\n"
    }

    /// What stands in front of each number of a JSON line.
    static func jsonKeys(_ quantities: [Quantity]) -> [String] {
        quantities.map { ", " + JSON.string($0.name).text() + ": " }
    }

    /// A number, without a point if it is whole.
    static func number(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? "\(Int64(value))" : "\(value)"
    }

    private static func cell(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { $0 != 0x22 && $0 != 0x2C && $0 >= 0x20 }
        return isPlain
            ? text
            : "\""
                + text.split(separator: "\"", omittingEmptySubsequences: false)
                .joined(separator: "\"\"") + "\""
    }
}

// OpenMetrics 1.0, section "ABNF": all of a metric stands together, each with its time in seconds.
extension ExportText {
    /// The name of a metric: `hitscope_` and what may be in one of the quantity's name.
    static func metricName(_ quantity: Quantity) -> String {
        let name =
            quantity.name.hasSuffix("/s")
            ? quantity.name.dropLast(2) + "_per_second" : quantity.name[...]
        return "hitscope_"
            + String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
    }

    /// A sample of a metric.
    static func sample(_ metric: String, _ node: NodeID, _ value: Double, at wall: Int64) -> String
    {
        // Escapes of hostile bytes have backslashes of their own.
        var label = ""
        for character in escapedText(node.name.utf8).unicodeScalars {
            if character == "\\" || character == "\"" { label += "\\" }
            label.unicodeScalars.append(character)
        }
        let (seconds, rest) = wall.quotientAndRemainder(dividingBy: 1_000_000)
        let digits = "\(abs(rest) / 1_000)"
        let fraction = String(repeating: "0", count: 3 - digits.count) + digits
        return "\(metric){node=\"\(label)\"} \(value) \(seconds).\(fraction)\n"
    }
}
