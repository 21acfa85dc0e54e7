import ArgumentParser

/// A stretch of time as people write it: `500ms`, `1s`, `10m`, `2h`; a bare number is seconds.
struct DurationArgument: ExpressibleByArgument {
    let duration: Duration

    init(_ duration: Duration) {
        self.duration = duration
    }

    init?(argument text: String) {
        let digits = text.prefix { $0.isNumber || $0 == "." }
        guard let number = Double(digits), number.isFinite, number >= 0, number < 1e9 else {
            return nil
        }
        let factor: Double
        switch text.dropFirst(digits.count) {
        case "ms": factor = 0.001
        case "", "s": factor = 1
        case "m": factor = 60
        case "h": factor = 3_600
        case "d": factor = 86_400
        default: return nil
        }
        // A thousand years are as good as for ever.
        duration = .microseconds(Int64(min(number * factor, 3e10) * 1e6))
    }

    var defaultValueDescription: String { "\(duration / .seconds(1))s" }
}
