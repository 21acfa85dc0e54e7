import CacheMetrics

/// Turns readings into payloads of frames and back.
///
/// Both ways the coder keeps, for each node, the texts of the blocks before, which the sparse codec
/// refers to. It forgets them at each keyframe, so a keyframe can be read without what came before.
struct TickCoder {
    let codec: RecordingCodec
    /// What is read of INFO, if not all of it; the codecs that have no text in parts give all of it.
    private let selection: InfoSelection?
    private var streams: [Stream] = []
    /// What the arithmetic codec has learned of text.
    private var bytes = ByteModel()
    /// The same of the block beside the coded tick, if there ever was one.
    private var side: [BlockType: SideText] = [:]
    /// What follows from the lines of nodes that are not known yet, by their numbers.
    private var lineSets: [[LineSet]] = []
    /// What the latest tick was made of, as it was written or read.
    private var latest = Parts()

    /// A tick taken apart: what must come back exactly.
    private struct Parts: Equatable {
        var moment = Moment(wallMicroseconds: 0, steadyMicroseconds: 0, beat: 0)
        var roundTripMicroseconds: Int64 = 0
        var texts = BlockTexts()
    }

    /// One node's blocks as they last were.
    private struct Stream {
        let node: NodeID
        var moment = Moment(wallMicroseconds: 0, steadyMicroseconds: 0, beat: 0)
        var texts = BlockTexts()
        var model: TickModel
        var isIntroduced = false

        init(node: NodeID, selecting selection: InfoSelection? = nil, lineSets: [LineSet] = []) {
            self.node = node
            model = TickModel(selecting: selection, lineSets: lineSets)
        }
    }

    init(codec: RecordingCodec, selecting selection: InfoSelection? = nil) {
        (self.codec, self.selection) = (codec, selection)
    }

    /// A coder that knows the nodes another one knows, and nothing of what they said.
    init(codec: RecordingCodec, nodesOf other: TickCoder) {
        (self.codec, selection) = (codec, nil)
        streams = other.streams.map { Stream(node: $0.node, lineSets: $0.model.lineSets) }
    }

    /// The payload of a frame that holds a reading.
    mutating func encode(_ reading: Reading, events: [Discontinuity] = []) -> [UInt8] {
        latest = Parts(
            moment: reading.moment,
            roundTripMicroseconds: reading.content.roundTripMicroseconds,
            texts: reading.content.texts
        )
        var writer = ByteWriter()
        let number = streamNumber(of: reading.node)
        for index in streams.indices where !streams[index].isIntroduced {
            streams[index].isIntroduced = true
            writer.block(.stream, of: index, streams[index].node.name.utf8)
        }
        if codec != .arithmetic {
            writer.block(.time, of: number, time(of: reading, stream: number))
            for type in TickHead.blocks + Self.sideBlocks {
                guard let text = latest.texts[type] else { continue }
                writer.block(type, of: number, code(text, type, stream: number))
            }
        }
        for event in events { writer.block(.event, of: number, [event.rawValue]) }
        guard codec == .arithmetic else { return writer.bytes }
        for type in Self.sideBlocks {
            guard let text = latest.texts[type] else { continue }
            writer.block(
                type,
                of: number,
                side[type, default: SideText()].encode(text, of: number)
            )
        }
        // The last block of a frame goes to its end, and has no length.
        writer.unsigned(UInt64(number) << 5 | BlockType.coded.rawValue)
        writer.raw(codeLatest(stream: number))
        return writer.bytes
    }

    /// Blocks that the coded tick does not have.
    private static let sideBlocks: [BlockType] = [.clients, .protection]

    private mutating func streamNumber(of node: NodeID) -> Int {
        if let index = streams.firstIndex(where: { $0.node == node }) { return index }
        streams.append(Stream(node: node))
        return streams.count - 1
    }

    /// The moment as differences from the node's last one, and the round trip.
    private mutating func time(of reading: Reading, stream: Int) -> [UInt8] {
        let last = streams[stream].moment
        streams[stream].moment = reading.moment
        var writer = ByteWriter()
        writer.signed(reading.moment.wallMicroseconds &- last.wallMicroseconds)
        writer.signed(reading.moment.steadyMicroseconds &- last.steadyMicroseconds)
        writer.signed(reading.moment.beat &- last.beat)
        if case .sample = reading.content { writer.signed(latest.roundTripMicroseconds) }
        return writer.bytes
    }

    private mutating func code(_ text: [UInt8], _ type: BlockType, stream: Int) -> [UInt8] {
        defer { streams[stream].texts[type] = text }
        guard codec == .sparse else { return text }
        return SparseCodec.encode(text, after: streams[stream].texts[type])
    }

    /// All of the latest tick, in one go.
    private mutating func codeLatest(stream: Int) -> [UInt8] {
        let head = TickHead.Content(
            moment: latest.moment,
            roundTripMicroseconds: latest.roundTripMicroseconds,
            has: TickHead.blocks.enumerated().reduce(0) { has, block in
                latest.texts[block.element] == nil ? has : has | 1 << UInt16(block.offset)
            }
        )
        var bits = BitWriter()
        _ = streams[stream].model.code((head, latest.texts), &bytes, &bits)
        return bits.finished()
    }
}

extension TickCoder {
    /// The most nodes that a file may introduce.
    private static let mostStreams = 4_096

    /// The reading in a payload, or `nil` if the payload makes no sense.
    mutating func decode(_ payload: ArraySlice<UInt8>) -> Reading? {
        guard let stream = takeApart(payload),
            let content = Reading.Content(
                latest.texts,
                roundTripMicroseconds: latest.roundTripMicroseconds,
                info: codec == .arithmetic && latest.texts[.info] != nil
                    ? streams[stream].model.readReport() : nil
            )
        else { return nil }
        let moment = Moment(
            wallMicroseconds: RecordingFormat.believable(latest.moment.wallMicroseconds),
            steadyMicroseconds: RecordingFormat.believable(latest.moment.steadyMicroseconds),
            beat: min(max(latest.moment.beat, -(1 << 50)), 1 << 50)
        )
        return Reading(node: streams[stream].node, moment: moment, content: content)
    }

    /// Learns from a payload what those after it need, and no more.
    mutating func skip(_ payload: ArraySlice<UInt8>) { _ = takeApart(payload, skips: true) }

    /// Whether a payload is read as what another coder has just written, to the byte.
    mutating func reproduces(_ payload: [UInt8], of other: TickCoder) -> Bool {
        // What follows from lines alone need not be worked out twice.
        lineSets = other.streams.map(\.model.lineSets)
        for (number, sets) in zip(streams.indices, lineSets) {
            streams[number].model.lineSets = sets
        }
        return takeApart(payload[...]).map { streams[$0].node == other.streams[$0].node } == true
            && latest == other.latest
    }

    /// Reads a payload into `latest`; the number of the stream, or `nil` from nonsense.
    private mutating func takeApart(
        _ payload: ArraySlice<UInt8>,
        skips: Bool = false
    ) -> Int? {
        var reader = ByteReader(payload)
        latest = Parts()
        var timed: Int?
        while !reader.isAtEnd {
            guard let (head, content) = reader.block(), let stream = Int(exactly: head >> 5) else {
                return nil
            }
            guard let type = BlockType(rawValue: head & 31) else {
                // A block of a newer version: those from 16 on add to a tick and may be left out.
                guard head & 31 >= 16 else { return nil }
                continue
            }
            switch type {
            case .stream: guard introduce(content, as: stream) else { return nil }
            case .time:
                guard takeTime(content, stream: stream) else { return nil }
                timed = stream
            case .coded:
                guard takeCoded(content, stream: stream, skips: skips) else { return nil }
                timed = stream
            case .event: break
            case .info, .boards, .slowLog, .outage, .latency, .survey, .counters, .cost, .refusals,
                .clients, .protection:
                guard streams.indices.contains(stream),
                    let text = text(content, type, stream: stream, skips: skips)
                else { return nil }
                latest.texts[type] = text
            }
        }
        return timed
    }

    private mutating func introduce(_ name: ArraySlice<UInt8>, as stream: Int) -> Bool {
        guard stream <= streams.count, stream < Self.mostStreams else { return false }
        let node = NodeID(String(decoding: name, as: UTF8.self))
        if stream == streams.count {
            let sets = lineSets.indices.contains(stream) ? lineSets[stream] : []
            streams.append(Stream(node: node, selecting: selection, lineSets: sets))
        }
        return streams[stream].node == node
    }

    private mutating func text(
        _ code: ArraySlice<UInt8>,
        _ type: BlockType,
        stream: Int,
        skips: Bool
    ) -> [UInt8]? {
        if codec == .arithmetic, Self.sideBlocks.contains(type) {
            return side[type, default: SideText()].decode(code, of: stream, skips: skips)
        }
        let text =
            codec == .sparse
            ? SparseCodec.decode(code, after: streams[stream].texts[type]) : Array(code)
        streams[stream].texts[type] = text
        return text
    }

    private mutating func takeCoded(
        _ coded: ArraySlice<UInt8>,
        stream: Int,
        skips: Bool
    ) -> Bool {
        var bits = BitReader(coded)
        guard streams.indices.contains(stream),
            let (head, texts) = streams[stream].model.code(nil, skips: skips, &bytes, &bits),
            bits.isSpent
        else { return false }
        latest = Parts(
            moment: head.moment,
            roundTripMicroseconds: head.roundTripMicroseconds,
            // What stood beside it came first.
            texts: texts.completed(by: latest.texts)
        )
        return true
    }

    private mutating func takeTime(_ time: ArraySlice<UInt8>, stream: Int) -> Bool {
        var reader = ByteReader(time)
        guard streams.indices.contains(stream), let wall = reader.signed(),
            let steady = reader.signed(), let beat = reader.signed()
        else { return false }
        let last = streams[stream].moment
        latest.moment = Moment(
            wallMicroseconds: last.wallMicroseconds &+ wall,
            steadyMicroseconds: last.steadyMicroseconds &+ steady,
            beat: last.beat &+ beat
        )
        streams[stream].moment = latest.moment
        latest.roundTripMicroseconds = reader.signed() ?? 0
        return true
    }
}

extension ByteWriter {
    fileprivate mutating func block(
        _ type: BlockType,
        of stream: Int,
        _ content: some Collection<UInt8>
    ) {
        unsigned(UInt64(stream) << 5 | type.rawValue)
        counted(content)
    }
}

extension ByteReader {
    /// The next block: its stream and type, and what it holds.
    mutating func block() -> (head: UInt64, content: ArraySlice<UInt8>)? {
        guard let head = unsigned() else { return nil }
        let isLast = head & 31 == BlockType.coded.rawValue
        return (isLast ? raw(remainder.count) : counted()).map { (head, $0) }
    }
}

extension Reading.Content {
    /// How long the question took, in microseconds; nothing where there was no answer.
    fileprivate var roundTripMicroseconds: Int64 {
        guard case .sample(let sample) = self else { return 0 }
        return sample.roundTripMicroseconds
    }

    /// The content as the texts of blocks; what a sample does not have has no block.
    fileprivate var texts: BlockTexts {
        var texts = BlockTexts()
        switch self {
        case .outage(let outage): texts[.outage] = outage.facts
        case .sample(let sample):
            texts[.info] = sample.info.bytes
            texts[.latency] = sample.latencies?.facts
            texts[.slowLog] = sample.slowLog?.facts
            texts[.boards] = sample.boards?.facts
            texts[.counters] = sample.counters?.facts
            texts[.clients] = sample.clients?.facts
            texts[.protection] = sample.protection?.facts
            texts[.survey] = sample.survey?.facts
            texts[.cost] = sample.cost.facts
            texts[.refusals] = sample.refusals.isEmpty ? nil : sample.refusals.facts
        }
        return texts
    }

    /// The content from the texts of blocks, or `nil` if there is neither INFO nor an outage; `info` is
    /// the report in them, where that is known already.
    fileprivate init?(
        _ texts: BlockTexts,
        roundTripMicroseconds: Int64,
        info known: InfoReport?
    ) {
        if let outage = texts[.outage].flatMap({ Outage(facts: $0) }) {
            self = .outage(outage)
            return
        }
        guard let info = texts[.info] else { return nil }
        var sample = Sample(
            roundTripMicroseconds: roundTripMicroseconds,
            info: known ?? InfoReport(info)
        )
        sample.latencies = texts[.latency].map { [CommandLatency](facts: $0) }
        sample.slowLog = texts[.slowLog].map { [SlowCommand](facts: $0) }
        sample.clients = texts[.clients].map { ClientReport(facts: $0) }
        sample.protection = texts[.protection].flatMap { Protection(facts: $0) }
        sample.boards = texts[.boards].map { [Board](facts: $0) }
        sample.counters = texts[.counters].map { [CounterPair](facts: $0) }
        sample.survey = texts[.survey].map { KeySurvey(facts: $0) }
        sample.cost = texts[.cost].map { ObserverCost(facts: $0) } ?? ObserverCost()
        sample.refusals = texts[.refusals].map { [Refusal](facts: $0) } ?? []
        self = .sample(sample)
    }
}
