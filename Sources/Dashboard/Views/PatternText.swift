package import CacheMetrics
import Painting

extension Estimate {
    /// Half the interval's width as a share of the value, `±4.1%`; nothing where nothing is unsure.
    package var errorText: String {
        guard !isExact, value > 0 else { return "" }
        guard !isLowerBound else { return "?" }
        let half = (high - low) / 2 / value
        return half < 0.001 ? "<0.1%" : "±" + Figures.percent(half)
    }
}

extension PatternTable.Row {
    /// How many keys there are, or at least so many where it is not known how many there are in all.
    package var keysText: String {
        (keys.isLowerBound ? "≥" : "") + Figures.count(keys.value.rounded())
    }

    /// The share of keys without a TTL; at most so much where some may have TTLs of their fields.
    package var lastingText: String {
        guard let share = lasting else { return Figures.unknown }
        let isBound = share.low == 0 && share.value > 0.5 && share.high >= share.value
        return (isBound && !share.isExact && group.lasting > 20 ? "≤" : "")
            + Figures.percent(share.value)
    }

    /// How many bytes the keys take, or at least so many where too few were seen to say.
    package var bytesText: String {
        if let bytes { return Figures.bytes(bytes.value) }
        // Keys of which none could be measured take what nobody knows.
        guard group.sized &+ group.bigKeys > 0 else { return Figures.unknown }
        return "≥" + Figures.bytes(group.bytesSeen)
    }

    /// How sure that is, with a `+` where keys not met yet may make it more than the interval says.
    package var bytesErrorText: String {
        guard let bytes else { return "?" }
        return bytes.errorText + (unmetBytes ?? 0 > (bytes.high - bytes.low) / 2 ? "+" : "")
    }
}

extension Scene {
    /// What the server says of all keys of the scanned database; `nil` before there is a survey.
    package var surveyedTotals: KeyspaceTotals? { node?.surveyedTotals }
}
