import CacheMetrics
import TOMLKit

/// How numbers are written in a configuration file.
enum SettingNumber {
    /// The number of a unit that a value stands for: a plain one, or text such as `75%`, `30m`, `10mb`.
    static func value(_ node: any TOMLValueConvertible, _ unit: Metric.Unit) -> Double? {
        let plain = node.int.map { Double($0) } ?? node.double
        guard let number = plain ?? node.string.flatMap({ scaled($0, unit) }), number.isFinite
        else {
            return nil
        }
        return number
    }

    /// How a value of a unit may be written.
    static func example(_ unit: Metric.Unit) -> String {
        switch unit {
        case .ratio: "a share such as 0.75 or \"75%\""
        case .seconds: "seconds, or a time such as \"500ms\", \"30m\" or \"24h\""
        case .bytes, .bytesPerSecond: "bytes, or a size such as \"64kb\" or \"10mb\""
        case .count, .perSecond, .quotient: "a number"
        }
    }

    private static func scaled(_ text: String, _ unit: Metric.Unit) -> Double? {
        let digits = text.prefix { $0.isASCII && $0.isNumber || $0 == "." }
        guard let number = Double(digits) else { return nil }
        let suffix = text.dropFirst(digits.count).lowercased()
        return factors(unit)[suffix.drop { $0 == " " }].map { number * $0 }
    }

    private static func factors(_ unit: Metric.Unit) -> [Substring: Double] {
        switch unit {
        case .ratio: ["%": 0.01]
        case .seconds: ["ms": 0.001, "s": 1, "m": 60, "min": 60, "h": 3_600, "d": 86_400]
        case .bytes, .bytesPerSecond:
            ["b": 1, "kb": 1_024, "mb": 1_048_576, "gb": 1_073_741_824]
        case .count, .perSecond, .quotient: [:]
        }
    }
}
