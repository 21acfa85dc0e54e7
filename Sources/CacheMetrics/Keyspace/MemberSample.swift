/// Whether members of a pattern's sets that are named like keys are keys that exist.
package struct MemberSample: Sendable, Equatable {
    /// Sets looked into, and how many members they have in all.
    package var (sets, members): (UInt64, UInt64) = (0, 0)
    /// Members that were asked about, and those of them that are no key.
    package var (asked, gone): (UInt64, UInt64) = (0, 0)

    /// A sample of nothing.
    package init() {}

    /// The share of members that are no key any more, with its interval, or `nil` if none was asked.
    ///
    /// Members of one set go together, when a tag is cleared, so a set counts for no more than four
    /// members.
    package var goneShare: Estimate? {
        guard asked > 0 else { return nil }
        let part = min(1, 4 * Double(sets) / Double(asked))
        return Estimate.share(Double(gone) * part, of: Double(asked) * part, in: nil)
    }
}
