/// What was seen of a family of names that have versions, such as `user:*:v*`: of a random sample of
/// the things they are versions of, all versions that were met.
package struct VersionedPattern: Sendable, Equatable {
    /// The template, with a wildcard for the version.
    package var template: [UInt8]
    /// Things in the sample.
    package var entities: UInt64 = 0
    /// Keys that are their things' newest version, and their bytes.
    package var (currentKeys, currentBytes): (UInt64, UInt64) = (0, 0)
    /// Keys behind the newest version, and their bytes.
    package var (staleKeys, staleBytes): (UInt64, UInt64) = (0, 0)
    /// Of those behind, the keys that never expire, and those not used for an hour.
    package var (staleLasting, staleIdle): (UInt64, UInt64) = (0, 0)
    /// Of those behind, the keys whose time to live was probed, and those whose idle time was.
    package var (staleProbed, staleIdleProbed): (UInt64, UInt64) = (0, 0)

    /// A family of which nothing was seen.
    package init(template: [UInt8]) { self.template = template }

    /// The share of the keys that are behind, with its interval.
    package var staleShare: Estimate {
        Estimate.share(Double(staleKeys), of: Double(staleKeys &+ currentKeys), in: nil)
    }

    /// The share of those behind that never expire, or `nil` where none was probed.
    package var staleLastingShare: Double? {
        staleProbed > 0 ? Double(staleLasting) / Double(staleProbed) : nil
    }

    /// The share of those behind that were not used for an hour, or `nil` where none was probed.
    package var staleIdleShare: Double? {
        staleIdleProbed > 0 ? Double(staleIdle) / Double(staleIdleProbed) : nil
    }

    /// The share of the bytes that are behind, or `nil` if there are none.
    package var staleByteShare: Double? {
        let all = Double(staleBytes) + Double(currentBytes)
        return all > 0 ? Double(staleBytes) / all : nil
    }
}
