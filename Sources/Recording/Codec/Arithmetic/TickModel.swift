import CacheMetrics

/// What has been learned of a node's ticks since the last keyframe: codec 2.
struct TickModel: Sendable {
    private var head = TickHead()
    /// What is read of INFO, if not all of it.
    private let selection: InfoSelection?
    /// What was learned of each of `TickHead.blocks`.
    private var texts = [TextModel?](repeating: nil, count: TickHead.blocks.count)

    /// What follows from the lines that INFO had before there was a model of it.
    private var earlierSets: [LineSet]

    private static let info = TickHead.blocks.firstIndex(of: .info) ?? 0

    init(selecting selection: InfoSelection? = nil, lineSets: [LineSet] = []) {
        (self.selection, earlierSets) = (selection, lineSets)
    }

    /// What follows from the lines that INFO had lately: no bit depends on whether that is known, so that
    /// one model may have it from another.
    var lineSets: [LineSet] {
        get { texts[Self.info]?.lineSets ?? earlierSets }
        set {
            earlierSets = newValue
            texts[Self.info]?.lineSets = newValue
        }
    }

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
            if texts[place] == nil { texts[place] = model(of: type) }
            let isWanted = selection?.wants(type) ?? true
            let text = texts[place]?.code(
                known?.texts[type],
                clock: head.clock,
                skips: skips || !isWanted,
                &bytes,
                &coder
            )
            guard let text else { return nil }
            if isWanted { found[type] = text }
        }
        return (head, found)
    }

    /// The INFO that was read last; `nil` if none was.
    mutating func readReport() -> InfoReport? {
        texts[Self.info]?.readReport()
    }

    private func model(of type: BlockType) -> TextModel {
        guard type == .info else { return TextModel() }
        return TextModel(
            isInfo: true,
            knowing: InfoSkeleton.text,
            selecting: selection,
            lineSets: earlierSets
        )
    }
}

extension InfoSelection {
    /// Whether a block holds anything that is looked at.
    fileprivate func wants(_ type: BlockType) -> Bool {
        switch type {
        case .cost: parts.contains(.cost)
        case .latency: parts.contains(.latency)
        case .slowLog: parts.contains(.slowLog)
        case .boards, .counters, .survey, .clients, .protection, .refusals: false
        case .stream, .time, .info, .outage, .event, .coded: true
        }
    }
}
