/// What is known of keys by their name, or template, alone.
struct KeyTraits: Sendable {
    /// What they are for.
    let purposes: Set<KeyPurpose>
    /// Seconds that they should live, or `nil` where nothing says.
    let lifetime: ClosedRange<Double>?
    /// What the operator has set for them, the most fitting first.
    private let policies: [PatternPolicy]

    /// The traits of a name under a policy.
    init(of name: [UInt8], under policy: HealthPolicy) {
        let words = TemplateWords(name)
        policies = policy.patterns(for: name)
        purposes =
            policies.lazy.compactMap(\.purposes).first
            ?? Set(KeyPurpose.allCases.filter { words.contains(oneOf: $0.words) })
        let known = LifetimeClass.allCases.first { words.contains(oneOf: $0.words) }
        lifetime =
            policies.lazy.compactMap(\.lifetime).first
            ?? known.map { policy.lifetimes[$0] ?? $0.seconds }
    }

    /// Whether a rule is not to speak of them.
    func silences(_ rule: String) -> Bool {
        policies.contains { $0.isSilenced || $0.silenced.contains(rule) }
    }

    /// What the operator has set a rule's threshold to for them, or `nil` for nothing.
    func number(_ threshold: String, of rule: String) -> Double? {
        policies.lazy.compactMap { $0.thresholds[rule]?[threshold] }.first
    }
}
