/// A class of times to live, as the dashboard's histogram has them.
package enum TimeToLiveBand: Int, Sendable, CaseIterable {
    case second, tenSeconds, minute, tenMinutes, hour, sixHours, day, longer

    /// The band of a time to live in milliseconds.
    package init(milliseconds: Int64) {
        self = Self.allCases.first { milliseconds < $0.endMilliseconds } ?? .longer
    }

    /// Where the band ends, in milliseconds; it begins where the one before it ends.
    package var endMilliseconds: Int64 {
        switch self {
        case .second: 1_000
        case .tenSeconds: 10_000
        case .minute: 60_000
        case .tenMinutes: 600_000
        case .hour: 3_600_000
        case .sixHours: 21_600_000
        case .day: 86_400_000
        case .longer: .max
        }
    }
}
