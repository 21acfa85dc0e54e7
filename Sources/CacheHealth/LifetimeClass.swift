/// Kinds of data by how long they stay true, as the guides to caching have them.
package enum LifetimeClass: String, Sendable, CaseIterable {
    /// What somebody is logged in with.
    case session
    /// What changes now and then.
    case profile
    /// What changes all the time.
    case trending
    /// What hardly ever changes.
    case `static`

    /// Seconds that keys of the class should live, unless the operator says otherwise.
    package var seconds: ClosedRange<Double> {
        switch self {
        case .session: 1_800...86_400
        case .profile: 3_600...14_400
        case .trending: 60...300
        case .static: 86_400...31_536_000
        }
    }

    /// Words that names of such keys have in them.
    var words: Set<Substring> {
        switch self {
        case .session: ["session", "sessions", "sess"]
        case .profile: ["profile", "profiles"]
        case .trending: ["trending", "popular"]
        case .static: ["static", "country", "countries", "config"]
        }
    }
}
