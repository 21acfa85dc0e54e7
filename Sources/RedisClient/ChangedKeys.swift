/// Which of the keys that were read with `trackNext` have changed since, as the server told unasked.
package struct ChangedKeys: Sendable, Equatable {
    /// The keys; what is told of them is only that the next read may differ.
    package var keys: Set<[UInt8]> = []
    /// Whether all may have changed: the server was flushed, or more was told than is kept.
    package var isEverything = false

    /// Keys kept: no more than a few are ever tracked.
    private static let mostKeys = 1_024

    /// Nothing has changed.
    package init() {}

    /// Everything may have changed.
    package static let everything = {
        var changed = ChangedKeys()
        changed.isEverything = true
        return changed
    }()

    /// Whether a key may have changed.
    package func contains(_ key: [UInt8]) -> Bool { isEverything || keys.contains(key) }

    mutating func insert(_ key: [UInt8]) {
        if keys.count < Self.mostKeys { keys.insert(key) } else { isEverything = true }
    }
}
