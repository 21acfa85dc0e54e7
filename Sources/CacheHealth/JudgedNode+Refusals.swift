import CacheMetrics

extension JudgedNode {
    /// Why the server does not run a command for us, by the ACL rule that would allow it; `nil` if it may.
    func whyRefused(_ accessRule: String) -> String? {
        let refusals = self.interval?.later.refusals ?? []
        return refusals.first { $0.accessRule == accessRule }?.sentence
    }
}
