package import CacheMetrics
import Painting

extension Estimate {
    /// Half the interval's width as a share of the value, `±4.1%`, or how much further up it reaches
    /// where that is much more than it does down, `+850%` or `+12×`; nothing where nothing is unsure.
    package var errorText: String {
        guard !isExact, value > 0 else { return "" }
        let (half, more) = ((high - low) / 2 / value, (high - value) / value)
        guard high - value < 3 * (value - low) else {
            return "+" + (more < 10 ? Figures.percent(more) : Figures.count(more) + "×")
        }
        return half < 0.001 ? "<0.1%" : "±" + Figures.percent(half)
    }
}

extension PatternTable.Row {
    /// How many bytes the keys take, or at least so many where too few were seen to say.
    package var bytesText: String {
        bytes.map { Figures.bytes($0.value) } ?? "≥" + Figures.bytes(group.bytesSeen)
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
