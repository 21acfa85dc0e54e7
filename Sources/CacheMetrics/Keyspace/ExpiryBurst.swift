/// Keys of one template that expire together, as found in a sample of their times to live.
package struct ExpiryBurst: Sendable, Equatable {
    /// When the first of them expires, on the source's steady clock, in milliseconds.
    package var beginsMilliseconds: Int64
    /// How long it takes from the first to the last, rounded up to a window's width.
    package var widthMilliseconds: Int64
    /// How many of the sample expire then, and how many were in the sample.
    package var (count, sampled): (UInt64, UInt64)
    /// The bytes of those that expire then, and of all in the sample.
    package var (bytes, bytesSampled): (UInt64, UInt64)

    /// Bursts of a template that are told at once.
    package static let most = 3

    /// A burst from its parts.
    package init(
        beginsMilliseconds: Int64,
        widthMilliseconds: Int64,
        count: UInt64,
        sampled: UInt64,
        bytes: UInt64,
        bytesSampled: UInt64
    ) {
        self.beginsMilliseconds = beginsMilliseconds
        self.widthMilliseconds = widthMilliseconds
        (self.count, self.sampled) = (count, sampled)
        (self.bytes, self.bytesSampled) = (bytes, bytesSampled)
    }

    /// The share of the template's expiring keys that go, with its interval.
    package var share: Estimate { Estimate.share(Double(count), of: Double(sampled), in: nil) }

    /// What the burst of a template is called among all, by its place among those of the template.
    package static func trace(of template: [UInt8], _ place: Int) -> [UInt8] {
        template + [0, UInt8(truncatingIfNeeded: place)]
    }
}
