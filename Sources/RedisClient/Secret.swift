/// A password, which nothing prints: not interpolation, not reflection, not a failing test.
package struct Secret: Sendable, Equatable {
    /// The password itself, to be handed to a server and to nothing else.
    package let bytes: [UInt8]

    /// A password from its bytes.
    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "‹redacted›" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
