import CacheMetrics

extension HealthRule {
    /// Whoever reaches the server may do anything with it.
    ///
    /// A warning and no more: whether a firewall stands before it cannot be seen from here.
    package static let exposed = HealthRule(
        name: "exposed",
        title: "the server is open to strangers",
        condition:
            "it wants neither a password nor a certificate, listens on an address that other machines can reach, and protected-mode is off",
        effect: "whoever reaches it reads and deletes all of it, and can make the machine its own",
        remedy:
            "a password or ACL users; bind to private addresses, a firewall before it; TLS; protected-mode yes",
        patience: .none
    ) { node, _ in
        guard let facts = node.protection?.facts else {
            return .unknown(node.whyRefused("+config|get") ?? "its settings are not known yet")
        }
        guard !facts.wantsCertificates, !facts.hasProtectedMode, facts.outsideAddresses > 0 else {
            return .healthy
        }
        guard let isOpen = facts.letsStrangersIn else {
            return .unknown("whether it wants a password could not be found out")
        }
        guard isOpen else { return .healthy }
        return .sick(
            .warning,
            [
                Evidence(
                    "outside_addresses",
                    "addresses others can reach",
                    Double(facts.outsideAddresses),
                    .count
                ),
                Evidence("protected_mode", "protected-mode", 0, .count),
                Evidence("passwords", "passwords wanted", 0, .count),
            ]
        )
    }
}
