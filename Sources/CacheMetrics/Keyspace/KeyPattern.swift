/// One template of key names and what was seen of the keys that follow it.
package struct KeyPattern: Sendable, Equatable {
    /// The template, such as `user:*:activity`.
    package var template: [UInt8]
    /// What was seen of its keys.
    package var group: KeyGroup
    /// The median time to live of those that expire, in milliseconds, or `nil` if none is known.
    package var medianMilliseconds: Int64?
    /// Which of them expire together, soonest first.
    package var bursts: [ExpiryBurst]
    /// What clients did to them lately, where it may be listened to.
    package var traffic: PatternTraffic?
    /// What was seen of some values, where they may be read.
    package var values: ValueSample?
    /// What was seen of the members of its sets, where they may be read.
    package var members: MemberSample?

    /// A pattern from its parts.
    package init(
        template: [UInt8],
        group: KeyGroup,
        medianMilliseconds: Int64? = nil,
        bursts: [ExpiryBurst] = []
    ) {
        (self.template, self.group) = (template, group)
        (self.medianMilliseconds, self.bursts) = (medianMilliseconds, bursts)
    }

    /// The median time to live of those that expire, in seconds, or `nil` if none is known.
    package var medianSeconds: Double? { medianMilliseconds.map { Double($0) / 1_000 } }

    /// Whether the template is the name of one key.
    var isOneKey: Bool { !template.contains(.wildcard) }
}
