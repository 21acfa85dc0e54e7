/// Numbers as text for the screen: three significant digits, the unit always there.
///
/// Rounding is downwards, so that a figure never crosses a boundary it has not reached: 99.97 %
/// reads 99.9%. What is not known reads "–".
package enum Figures {
    /// What stands in place of a number that is not known.
    package static let unknown = "–"

    /// A number of things: exact up to four digits (`1,204`), then `84.2k`, `41.2M`.
    package static func count(_ value: Double?) -> String {
        guard let value, value.isFinite else { return unknown }
        let magnitude = abs(value)
        let sign = value < 0 ? "-" : ""
        if magnitude > 0, magnitude < 0.01 { return sign + "<0.01" }
        if magnitude >= 1e21 { return "\(value)" }
        if magnitude < 10, magnitude != magnitude.rounded(.down) {
            return sign + significant(magnitude, digits: 2)
        }
        if magnitude < 10_000 { return sign + grouped(magnitude) }
        return sign + scaled(magnitude, base: 1_000, units: ["", "k", "M", "G", "T", "P", "E"])
    }

    /// A number of things with its sign, as a change: `+1,204`, `-41`, `+0`.
    package static func change(_ value: Double?) -> String {
        guard let value else { return unknown }
        return value < 0 ? count(value) : "+" + count(value)
    }

    /// Bytes in powers of 1024: `418B`, `1.20K`, `15.7G`.
    package static func bytes(_ value: Double?) -> String {
        guard let value, value.isFinite else { return unknown }
        let sign = value < 0 ? "-" : ""
        let magnitude = abs(value)
        if magnitude < 1_024 { return sign + "\(Int(magnitude))B" }
        return sign + scaled(magnitude, base: 1_024, units: ["B", "K", "M", "G", "T", "P", "E"])
    }

    /// A share as a percentage with one decimal: `98.1%`.
    package static func percent(_ share: Double?) -> String {
        guard let share, share.isFinite else { return unknown }
        let tenths = (share * 1_000 + 1e-9).rounded(.down)
        return fixed(tenths / 10, decimals: 1) + "%"
    }

    /// A share as a percentage without decimals: `12%`.
    package static func wholePercent(_ share: Double?) -> String {
        guard let share, share.isFinite else { return unknown }
        return fixed((share * 100 + 1e-9).rounded(.down), decimals: 0) + "%"
    }

    /// A plain quotient: `1.14`.
    package static func quotient(_ value: Double?) -> String {
        guard let value, value.isFinite else { return unknown }
        return value < 100
            ? fixed((value * 100 + 1e-9).rounded(.down) / 100, decimals: 2) : count(value)
    }

    /// Seconds as the largest unit that leaves three digits: `132µs`, `1.84ms`, `6.20s`.
    package static func seconds(_ value: Double?) -> String {
        guard let value, value.isFinite else { return unknown }
        let magnitude = abs(value)
        let sign = value < 0 ? "-" : ""
        if magnitude < 0.001 { return sign + "\(Int((magnitude * 1e6 + 1e-6).rounded(.down)))µs" }
        if magnitude < 1 { return sign + significant(magnitude * 1_000, digits: 3) + "ms" }
        if magnitude < 60 { return sign + significant(magnitude, digits: 3) + "s" }
        return sign + span(magnitude)
    }

    /// A stretch of time in its two largest units: `48s`, `4m 12s`, `12d 4h`.
    package static func span(_ seconds: Double?) -> String {
        guard let seconds, seconds.isFinite, abs(seconds) < 1e12 else { return unknown }
        let whole = Int(seconds.rounded(.down))
        let (days, hours, minutes) = (whole / 86_400, whole / 3_600 % 24, whole / 60 % 60)
        if days > 0 { return "\(days)d \(hours)h" }
        if hours > 0 { return "\(hours)h \(minutes)m" }
        if minutes > 0 { return "\(minutes)m \(whole % 60)s" }
        return "\(whole)s"
    }

    /// A stretch of time in its largest unit only: `48s`, `4m`, `12d`.
    package static func briefSpan(_ seconds: Double?) -> String {
        String(span(seconds).prefix { $0 != " " })
    }

    /// A number with a fixed number of decimals, rounded to the nearest.
    package static func fixed(_ value: Double, decimals: Int) -> String {
        guard value.isFinite, abs(value) < 1e15 else { return unknown }
        let scale = [1.0, 10, 100, 1_000][min(3, max(0, decimals))]
        let scaled = Int((abs(value) * scale).rounded())
        let sign = value < 0 && scaled > 0 ? "-" : ""
        guard decimals > 0 else { return sign + "\(scaled)" }
        let fraction = String(scaled % Int(scale))
        let padding = String(repeating: "0", count: max(0, decimals - fraction.count))
        return sign + "\(scaled / Int(scale)).\(padding)\(fraction)"
    }

    /// Text padded on the left to a width, for columns of numbers.
    package static func padded(_ text: String, to width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.unicodeScalars.count)) + text
    }
}

extension Figures {
    /// At most so many significant digits, rounded down, trailing decimals kept: widths stay.
    private static func significant(_ value: Double, digits: Int) -> String {
        let whole = value < 10 ? 1 : value < 100 ? 2 : 3
        let decimals = max(0, digits - whole)
        let scale = [1.0, 10, 100][min(2, decimals)]
        return fixed((value * scale + 1e-9).rounded(.down) / scale, decimals: decimals)
    }

    private static func scaled(_ magnitude: Double, base: Double, units: [String]) -> String {
        var value = magnitude
        var unit = 0
        while value >= base || value >= 999.5 && base > 1_000 && unit + 1 < units.count {
            guard unit + 1 < units.count else { break }
            value /= base
            unit += 1
        }
        return significant(value, digits: 3) + units[unit]
    }

    private static func grouped(_ value: Double) -> String {
        let digits = String(Int(value.rounded(.down)))
        guard digits.count > 3 else { return digits }
        return digits.dropLast(3) + "," + digits.suffix(3)
    }
}
