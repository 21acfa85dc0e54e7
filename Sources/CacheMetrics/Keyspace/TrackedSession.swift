/// A `HOTKEYS` session that has ended: what it found is history, and stays with the server until RESET.
package struct TrackedSession: Sendable, Equatable {
    /// How long it lasted, and what share of commands it looked at.
    package var window: TrackedWindow
    /// When it ended, in milliseconds since 1970 by the server's clock, or `nil` if it does not say.
    package var endedMilliseconds: UInt64?
    /// Its hottest keys, by CPU time.
    package var keys: [SurveyedKey]

    /// A session from its parts.
    package init(window: TrackedWindow, endedMilliseconds: UInt64?, keys: [SurveyedKey]) {
        (self.window, self.endedMilliseconds, self.keys) = (window, endedMilliseconds, keys)
    }
}
