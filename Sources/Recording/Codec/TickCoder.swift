import CacheMetrics

/// Turns readings into payloads of frames and back.
///
/// Both ways the coder keeps, for each node, the texts of the blocks before, which the sparse codec
/// refers to. It forgets them at each keyframe, so a keyframe can be read without what came before.
struct TickCoder {
    let codec: RecordingCodec
    private var streams: [Stream] = []

    /// One node's blocks as they last were.
    private struct Stream {
        let node: NodeID
        var moment = Moment(wallMicroseconds: 0, steadyMicroseconds: 0, beat: 0)
        var texts: [BlockType: [UInt8]] = [:]
        var isIntroduced = false
    }

    init(codec: RecordingCodec) {
        self.codec = codec
    }

    /// A coder that knows the nodes another one knows, and nothing of what they said.
    init(codec: RecordingCodec, nodesOf other: TickCoder) {
        self.codec = codec
        streams = other.streams.map { Stream(node: $0.node) }
    }

    /// The payload of a frame that holds a reading.
    mutating func encode(_ reading: Reading, events: [Discontinuity] = []) -> [UInt8] {
        var writer = ByteWriter()
        let number = streamNumber(of: reading.node)
        for index in streams.indices where !streams[index].isIntroduced {
            streams[index].isIntroduced = true
            writer.block(.stream, of: index, streams[index].node.name.utf8)
        }
        writer.block(.time, of: number, time(of: reading, stream: number))
        for (type, text) in reading.content.texts {
            writer.block(type, of: number, code(text, type, stream: number))
        }
        for event in events { writer.block(.event, of: number, [event.rawValue]) }
        return writer.bytes
    }

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
        if case .sample(let sample) = reading.content {
            writer.signed(sample.roundTripMicroseconds)
        }
        return writer.bytes
    }

    private mutating func code(_ text: [UInt8], _ type: BlockType, stream: Int) -> [UInt8] {
        defer { streams[stream].texts[type] = text }
        switch codec {
        case .raw: return text
        case .sparse: return SparseCodec.encode(text, after: streams[stream].texts[type])
        }
    }
}

extension TickCoder {
    /// The most nodes that a file may introduce.
    private static let mostStreams = 4_096

    /// The reading in a payload, or `nil` if the payload makes no sense.
    mutating func decode(_ payload: ArraySlice<UInt8>) -> Reading? {
        var reader = ByteReader(payload)
        var found: (stream: Int, time: ArraySlice<UInt8>)?
        var texts: [BlockType: [UInt8]] = [:]
        while !reader.isAtEnd {
            guard let head = reader.unsigned(), let content = reader.counted(),
                let stream = Int(exactly: head >> 5)
            else { return nil }
            guard let type = BlockType(rawValue: head & 31) else {
                // A block of a newer version: those from 16 on add to a tick and may be left out.
                guard head & 31 >= 16 else { return nil }
                continue
            }
            if type == .stream {
                guard introduce(content, as: stream) else { return nil }
            } else if type == .time {
                found = (stream, content)
            } else if type != .event {
                guard streams.indices.contains(stream),
                    let text = text(content, type, stream: stream)
                else { return nil }
                texts[type] = text
            }
        }
        guard let found, streams.indices.contains(found.stream) else { return nil }
        return reading(stream: found.stream, time: found.time, texts)
    }

    private mutating func introduce(_ name: ArraySlice<UInt8>, as stream: Int) -> Bool {
        guard stream <= streams.count, stream < Self.mostStreams else { return false }
        let node = NodeID(String(decoding: name, as: UTF8.self))
        if stream == streams.count { streams.append(Stream(node: node)) }
        return streams[stream].node == node
    }

    private mutating func text(
        _ code: ArraySlice<UInt8>,
        _ type: BlockType,
        stream: Int
    ) -> [UInt8]? {
        let text =
            switch codec {
            case .raw: Optional(Array(code))
            case .sparse: SparseCodec.decode(code, after: streams[stream].texts[type])
            }
        streams[stream].texts[type] = text
        return text
    }

    private mutating func reading(
        stream: Int,
        time: ArraySlice<UInt8>,
        _ texts: [BlockType: [UInt8]]
    ) -> Reading? {
        var reader = ByteReader(time)
        guard let wall = reader.signed(), let steady = reader.signed(), let beat = reader.signed()
        else { return nil }
        let last = streams[stream].moment
        let moment = Moment(
            wallMicroseconds: last.wallMicroseconds &+ wall,
            steadyMicroseconds: last.steadyMicroseconds &+ steady,
            beat: last.beat &+ beat
        )
        streams[stream].moment = moment
        let roundTrip = reader.signed() ?? 0
        guard let content = Reading.Content(texts, roundTripMicroseconds: roundTrip) else {
            return nil
        }
        return Reading(node: streams[stream].node, moment: moment, content: content)
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

extension Reading.Content {
    /// The content as the texts of blocks; what a sample does not have has no block.
    fileprivate var texts: [(BlockType, [UInt8])] {
        switch self {
        case .outage(let outage): return [(.outage, outage.facts)]
        case .sample(let sample):
            let parts: [(BlockType, [UInt8]?)] = [
                (.info, sample.info.bytes), (.latency, sample.latencies?.facts),
                (.slowLog, sample.slowLog?.facts), (.boards, sample.boards?.facts),
                (.counters, sample.counters?.facts), (.survey, sample.survey?.facts),
                (.cost, sample.cost.facts),
                (.refusals, sample.refusals.isEmpty ? nil : sample.refusals.facts),
            ]
            return parts.compactMap { type, text in text.map { (type, $0) } }
        }
    }

    /// The content from the texts of blocks, or `nil` if there is neither INFO nor an outage.
    fileprivate init?(_ texts: [BlockType: [UInt8]], roundTripMicroseconds: Int64) {
        if let outage = texts[.outage].flatMap({ Outage(facts: $0) }) {
            self = .outage(outage)
            return
        }
        guard let info = texts[.info] else { return nil }
        var sample = Sample(roundTripMicroseconds: roundTripMicroseconds, info: InfoReport(info))
        sample.latencies = texts[.latency].map { [CommandLatency](facts: $0) }
        sample.slowLog = texts[.slowLog].map { [SlowCommand](facts: $0) }
        sample.boards = texts[.boards].map { [Board](facts: $0) }
        sample.counters = texts[.counters].map { [CounterPair](facts: $0) }
        sample.survey = texts[.survey].map { KeySurvey(facts: $0) }
        sample.cost = texts[.cost].map { ObserverCost(facts: $0) } ?? ObserverCost()
        sample.refusals = texts[.refusals].map { [Refusal](facts: $0) } ?? []
        self = .sample(sample)
    }
}
