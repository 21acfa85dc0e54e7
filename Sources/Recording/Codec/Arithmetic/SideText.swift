/// A block of codec 2 beside the coded tick, for what the codec did not have when it was frozen.
///
/// It is coded by models of its own, so that a reader which does not know the block can leave it out
/// and has learned all that the coded tick needs.
struct SideText: Sendable {
    private var texts: [Int: TextModel] = [:]
    private var bytes = ByteModel()

    /// The code of a text of a node.
    mutating func encode(_ text: [UInt8], of stream: Int) -> [UInt8] {
        var bits = BitWriter()
        _ = code(text, of: stream, skips: false, &bits)
        return bits.finished()
    }

    /// The text of a code, empty if it is skipped; `nil` from nonsense.
    mutating func decode(_ code: ArraySlice<UInt8>, of stream: Int, skips: Bool) -> [UInt8]? {
        var bits = BitReader(code)
        let text = self.code(nil, of: stream, skips: skips, &bits)
        return bits.isSpent ? text : nil
    }

    private mutating func code(
        _ text: [UInt8]?,
        of stream: Int,
        skips: Bool,
        _ coder: inout some BitCoder
    ) -> [UInt8]? {
        texts[stream, default: TextModel()].code(text, clock: 0, skips: skips, &bytes, &coder)
    }
}
