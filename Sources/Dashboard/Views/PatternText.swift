package import CacheMetrics
import Painting

extension Estimate {
    /// Half the interval's width as a share of the value, `±4.1%`; nothing where nothing is unsure.
    package var errorText: String {
        guard !isExact, value > 0 else { return "" }
        let half = (high - low) / 2 / value
        return half < 0.001 ? "<0.1%" : "±" + Figures.percent(half)
    }
}

extension PatternTable.Row {
    /// How many bytes the keys take, or at least so many where too few were seen to say.
    package var bytesText: String {
        bytes.map { Figures.bytes($0.value) } ?? "≥" + Figures.bytes(group.bytesSeen)
    }

    /// How sure that is, with a `+` where keys not met yet may make it more than the interval says.
    package var bytesErrorText: String {
        guard let bytes else { return "?" }
        return bytes.errorText + (unmetBytes ?? 0 > (bytes.high - bytes.low) / 2 ? "+" : "")
    }
}

extension Scene {
    /// Keys in the database that is walked over, as the server counts them.
    package var surveyedKeys: UInt64? {
        node?.surveyedKeys
    }

    /// What they take by the server's ledger, or `nil` where it has other databases too.
    package var surveyedLedger: Double? {
        node?.surveyedLedger
    }
}
