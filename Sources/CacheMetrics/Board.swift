/// A sorted set that ranks something: a leaderboard, what is trending.
package struct Board: Sendable, Equatable {
    /// The sorted set's key.
    package var key: [UInt8]
    /// What there is to show.
    package var state: State
    /// How many members it has, or `nil` if that is not known.
    package var memberCount: Int64?
    /// The members with the highest scores, highest first.
    package var rows: [Row]

    /// Why a board has rows, or has none.
    package enum State: UInt8, Sendable, CaseIterable {
        /// Read on this beat.
        case read
        /// Not read, because reading would refresh a key that nobody else uses; the rows are old.
        case quiet
        /// The key does not exist.
        case missing
        /// The key holds something else than a sorted set.
        case wrongType
        /// Its members are too large to fetch.
        case tooLarge
        /// The server will not let us read it.
        case refused
        /// It may have changed, but reading it now would be more lookups than we may add; the rows are
        /// old.
        case deferred
    }

    /// A member and its score.
    package struct Row: Sendable, Equatable {
        /// The member's name.
        package var name: KeyName
        /// Its score.
        package var score: Double

        /// A member and its score.
        package init(_ name: KeyName, score: Double) {
            (self.name, self.score) = (name, score)
        }

        /// Bytes that no other member has.
        package var member: [UInt8] { name.identity }
    }

    /// A board from what was learned about it.
    package init(key: [UInt8], state: State, memberCount: Int64? = nil, rows: [Row] = []) {
        self.key = key
        self.state = state
        self.memberCount = memberCount
        self.rows = rows
    }
}
