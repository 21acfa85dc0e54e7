extension Judgement {
    /// Nothing was learned yet.
    static let noSample = Judgement.unknown("no sample yet")
    /// There are no two readings to compare.
    static let noInterval = Judgement.unknown("no interval yet")
    /// What its clients do is not what is counted: its primary's writes are among it.
    static let replica = Judgement.unknown("a replica runs its primary's writes")
    /// No key was sampled.
    static let noKeys = Judgement.unknown("no keys sampled yet")
    /// Too few lookups were spent on the keys it is about.
    static let needsProbes = Judgement.unknown("needs more probes")
}
