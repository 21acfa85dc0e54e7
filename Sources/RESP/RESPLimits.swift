/// How much a server may send before we stop believing that it is one.
///
/// A declared length is a claim by the other side, so nothing is allocated from it: memory grows
/// with the bytes that arrive, and only up to these limits (`faults.md` row 44).
package struct RESPLimits: Sendable {
    /// The longest status, error or number line in bytes; a real server stays far below.
    package var longestLine = 64 << 10
    /// The longest string kept whole in bytes; a longer one becomes `RESPValue.oversized`.
    package var longestKeptString = 16 << 20
    /// The longest string read at all in bytes: the server's own limit, `proto-max-bulk-len`.
    package var longestString = 512 << 20
    /// How many bytes of an oversized string are kept, enough to recognise a key by.
    package var oversizedPrefix = 256
    /// The most values in one message, nested ones included.
    package var mostValues = 1 << 20
    /// The deepest nesting; the deepest reply of any command we send is 5.
    package var deepestNesting = 32
    /// The most bytes of one message held at once.
    package var mostBytesHeld = 256 << 20

    /// The limits for a server we know nothing about.
    package init() {}
}
