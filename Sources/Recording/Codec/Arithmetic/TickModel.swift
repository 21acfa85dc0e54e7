import CacheMetrics

/// What has been learned of a node's ticks since the last keyframe: codec 2.
struct TickModel: Sendable {
    private var head = TickHead()
    /// What was learned of each of `TickHead.blocks`.
    private var texts = [TextModel?](repeating: nil, count: TickHead.blocks.count)

    /// Codes a tick: its head, then the texts of its blocks.
    ///
    /// A reader gives neither, and gets `nil` from nonsense; one that `skips` the tick gets no texts.
    mutating func code(
        _ known: (head: TickHead.Content, texts: BlockTexts)?,
        skips: Bool = false,
        _ bytes: inout ByteModel,
        _ coder: inout some BitCoder
    ) -> (head: TickHead.Content, texts: BlockTexts)? {
        let head = head.code(known?.head, &coder)
        var found = BlockTexts()
        for (place, type) in TickHead.blocks.enumerated() where head.hasBlock(at: place) {
            if texts[place] == nil { texts[place] = Self.model(of: type) }
            let text = texts[place]?.code(
                known?.texts[type],
                clock: head.clock,
                skips: skips,
                &bytes,
                &coder
            )
            guard let text else { return nil }
            found[type] = text
        }
        return (head, found)
    }

    /// The INFO that was read last; `nil` if none was.
    mutating func readReport() -> InfoReport? {
        TickHead.blocks.firstIndex(of: .info).flatMap { texts[$0]?.readReport() }
    }

    private static func model(of type: BlockType) -> TextModel {
        type == .info ? TextModel(isInfo: true, knowing: InfoSkeleton.text) : TextModel()
    }
}
