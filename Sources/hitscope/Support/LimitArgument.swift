import ArgumentParser
import Recording

/// A stretch of time such as `1h` or `7d`, or a number of bytes such as `64mb` or `2gb`.
struct LimitArgument: ExpressibleByArgument {
    let limit: SegmentPlan.Limit

    init?(argument text: String) {
        let digits = text.prefix { $0.isNumber || $0 == "." }
        let units: [String: Double] = ["kb": 1_024, "mb": 1_048_576, "gb": 1_073_741_824]
        if let unit = units[text.dropFirst(digits.count).lowercased()] {
            guard let number = Double(digits), number > 0, number < 1e6 else { return nil }
            limit = .bytes(UInt64(number * unit))
        } else {
            guard let time = DurationArgument(argument: text), time.duration > .zero else {
                return nil
            }
            limit = .time(time.duration)
        }
    }
}
