/// An opinion about one aspect of a node: when it is sick, why that matters and what to do.
package struct HealthRule: Sendable {
    /// The rule's name, as `check --explain` takes it.
    package let name: String
    /// What is wrong when it holds, in a few words.
    package let title: String
    /// The numbers it goes by that the operator may set, as they are in force.
    package let thresholds: [Threshold]
    /// When it holds, in words and with those numbers.
    package let condition: String
    /// The same with `{name}` and `{name.until}` where a threshold's numbers go.
    private let sentence: String
    /// Why that matters.
    package let effect: String
    /// What to do.
    package let remedy: String
    /// How sure it must be before it speaks.
    package let patience: Patience
    /// How often it is asked while it has nothing to say.
    package let pace: Pace
    /// What it says of a node now.
    ///
    /// Told whether it already holds, so that it can ask for a fifth more than its threshold before
    /// it stops: a value that swings about the threshold must not make a finding come and go.
    package let judge: @Sendable (_ node: JudgedNode, _ holds: Bool) -> Judgement

    /// How sure a rule must be before it speaks.
    package enum Patience: Sendable {
        /// One look is proof.
        case none
        /// It must hold on three of the last five beats, and not hold on three in a row to go.
        case threeOfFive
    }

    /// How often a rule is asked while it has nothing to say.
    package enum Pace: Sendable {
        /// On each beat: it goes by how things are now, or were in the last seconds.
        case eachBeat
        /// Within five seconds: it goes by a minute or more, by what is set or by what is stored.
        case unhurried
    }

    /// A rule from its parts; of a threshold the condition says `{name}` and `{name.until}`.
    package init(
        name: String,
        title: String,
        thresholds: [Threshold] = [],
        condition: String,
        effect: String,
        remedy: String,
        patience: Patience = .threeOfFive,
        pace: Pace = .unhurried,
        judge: @escaping @Sendable (_ node: JudgedNode, _ holds: Bool) -> Judgement
    ) {
        self.name = name
        self.title = title
        self.thresholds = thresholds
        sentence = condition
        self.condition = Threshold.filled(condition, with: thresholds)
        self.effect = effect
        self.remedy = remedy
        (self.patience, self.pace) = (patience, pace)
        self.judge = judge
    }
}

extension HealthRule {
    /// The rule with what the operator has set of its thresholds.
    func under(_ policy: HealthPolicy) -> HealthRule {
        guard let numbers = policy.thresholds[name] else { return self }
        return HealthRule(
            name: name,
            title: title,
            thresholds: thresholds.map { threshold in
                numbers[threshold.name].map { threshold.set(to: $0) } ?? threshold
            },
            condition: sentence,
            effect: effect,
            remedy: remedy,
            patience: patience,
            pace: pace,
            judge: judge
        )
    }
}
