import ArgumentParser

/// A share such as `10%` or `0.1` on the command line.
struct ShareArgument: ExpressibleByArgument {
    /// The share, above 0 and at most 1.
    let share: Double

    init?(argument text: String) {
        let isPercent = text.hasSuffix("%")
        guard let number = Double(isPercent ? String(text.dropLast()) : text) else { return nil }
        let share = isPercent ? number / 100 : number
        guard share > 0, share <= 1 else { return nil }
        self.share = share
    }
}
