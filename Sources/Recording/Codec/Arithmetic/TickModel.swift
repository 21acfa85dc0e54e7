import CacheMetrics

/// What has been learned of a node's ticks since the last keyframe: codec 2.
struct TickModel: Sendable {
    private var head = TickHead()
    private var texts: [BlockType: TextModel] = [:]

    /// Codes a tick: its head, then the texts of its blocks.
    ///
    /// A reader gives neither, and gets `nil` from nonsense; one that `skips` the tick gets no texts.
    mutating func code(
        _ known: (head: TickHead.Content, texts: [BlockType: [UInt8]])?,
        skips: Bool = false,
        _ bytes: inout ByteModel,
        _ coder: inout some BitCoder
    ) -> (head: TickHead.Content, texts: [BlockType: [UInt8]])? {
        let head = head.code(known?.head, &coder)
        var texts: [BlockType: [UInt8]] = [:]
        for type in head.blocks {
            let text = self.texts[type, default: Self.model(of: type)].code(
                known?.texts[type],
                clock: head.clock,
                skips: skips,
                &bytes,
                &coder
            )
            guard let text else { return nil }
            texts[type] = text
        }
        return (head, texts)
    }

    /// The INFO that was read last; `nil` if none was.
    mutating func readReport() -> InfoReport? { texts[.info]?.readReport() }

    private static func model(of type: BlockType) -> TextModel {
        type == .info ? TextModel(isInfo: true, knowing: InfoSkeleton.text) : TextModel()
    }
}
