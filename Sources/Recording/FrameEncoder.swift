import CacheMetrics

/// Turns readings into frames that follow one another: keyframes, and frames that need those before.
struct FrameEncoder: Sendable {
    /// Where the next frame will be.
    private(set) var offset: UInt64 = 0
    /// The number of the next reading.
    private(set) var sequence: UInt64 = 0
    /// Readings since the last keyframe, that included.
    private(set) var ticksInGroup = 0
    /// The number of the segment.
    var ordinal = 0
    /// Whether something happened on the tick encoded last.
    private(set) var hasEvent = false
    /// Whether the frame made last leaves out the head of its only block.
    private(set) var isBare = false
    private var payloadLength = 0
    private var coder = TickCoder(codec: .arithmetic)
    private var checker = TickCoder(codec: .arithmetic)
    private var chainSum: UInt32 = 0
    private var groupOffset: UInt64 = 0
    private var lastKeyframe: UInt64 = 0
    private var clockDifference: Int64?
    private var latest: [NodeID: Interval.Observation] = [:]
    /// What is to be as it was if the frame made last is not written.
    private var before = Before()

    private struct Before: Sendable {
        var (offset, sequence, lastKeyframe): (UInt64, UInt64, UInt64) = (0, 0, 0)
        var clockDifference: Int64?
        var (node, observation): (NodeID?, Interval.Observation?) = (nil, nil)
    }

    /// Goes on at a place of a file, with a keyframe.
    mutating func goOn(at offset: UInt64, sequence: UInt64) {
        (self.offset, self.sequence) = (offset, sequence)
        lastKeyframe = 0
        endGroup()
    }

    /// Nodes that samples came of.
    var nodes: Int { latest.count }

    /// The codec of the group.
    var codec: RecordingCodec { coder.codec }

    /// Where the payload of the frame made last is, if the frame ends at a place.
    func payload(endingAt end: Int) -> Range<Int> {
        // A frame that needs others has its checksum behind it.
        let last = ticksInGroup == 1 ? end : end - 4
        return (last - payloadLength)..<last
    }

    /// Has the next frame be a keyframe.
    mutating func endGroup() { ticksInGroup = 0 }

    /// Takes the frame made last back: what comes next needs nothing of it.
    mutating func undo() {
        (offset, sequence, lastKeyframe) = (before.offset, before.sequence, before.lastKeyframe)
        clockDifference = before.clockDifference
        if let node = before.node { latest[node] = before.observation }
        endGroup()
    }

    /// The next frame.
    mutating func frame(for reading: Reading, afterGap: Bool) -> [UInt8] {
        before = Before(
            offset: offset,
            sequence: sequence,
            lastKeyframe: lastKeyframe,
            clockDifference: clockDifference,
            node: reading.node,
            observation: latest[reading.node]
        )
        let events = discontinuities(of: reading)
        hasEvent = !events.isEmpty
        let stepped = clockStepped(reading.moment)
        let bytes =
            dependent(reading, mayBe: !afterGap && !stepped && events.isEmpty)
            ?? keyframe(for: reading, events: events, flags: flags(afterGap, stepped))
        sequence += 1
        offset += UInt64(bytes.count)
        return bytes
    }

    private func flags(_ afterGap: Bool, _ stepped: Bool) -> KeyframeHeader.Flags {
        var flags: KeyframeHeader.Flags = sequence == 0 ? .first : []
        if stepped { flags.insert(.clockStepped) }
        if afterGap { flags.insert(.followsGap) }
        return flags
    }

    /// A frame that needs those before, or `nil` if it has to be a keyframe.
    private mutating func dependent(_ reading: Reading, mayBe: Bool) -> [UInt8]? {
        guard mayBe, ticksInGroup > 0, ticksInGroup < RecordingFormat.ticksPerGroup,
            offset - groupOffset < UInt64(RecordingFormat.bytesPerGroup)
        else { return nil }
        let payload = coder.encode(reading)
        guard checker.reproduces(payload, of: coder) else { return nil }
        let (bytes, sum) = DependentFrame.encoded(payload, after: chainSum)
        guard !bytes.starts(with: RecordingFormat.syncMarker),
            !bytes.starts(with: Trailer.bytes.prefix(bytes.count))
        else { return nil }
        chainSum = sum
        ticksInGroup += 1
        isBare = payload.first == DependentFrame.bareHead
        payloadLength = payload.count - (isBare ? 1 : 0)
        return bytes
    }

    private mutating func keyframe(
        for reading: Reading,
        events: [Discontinuity],
        flags: KeyframeHeader.Flags
    ) -> [UInt8] {
        coder = TickCoder(codec: .arithmetic, nodesOf: coder)
        checker = TickCoder(codec: .arithmetic)
        var payload = coder.encode(reading, events: events)
        if !checker.reproduces(payload, of: coder) {
            coder = TickCoder(codec: .raw, nodesOf: coder)
            checker = TickCoder(codec: .raw)
            payload = coder.encode(reading, events: events)
            _ = checker.decode(payload[...])
        }
        let header = KeyframeHeader(
            flags: flags,
            codec: coder.codec.rawValue,
            payloadLength: payload.count,
            sequence: sequence,
            wallMicroseconds: reading.moment.wallMicroseconds,
            steadyMicroseconds: reading.moment.steadyMicroseconds,
            previousOffset: lastKeyframe,
            payloadSum: CRC32C.checksum(payload)
        )
        let (bytes, sum) = header.encoded()
        chainSum = sum
        ticksInGroup = 1
        payloadLength = payload.count
        (groupOffset, lastKeyframe) = (offset, offset)
        return bytes + payload
    }

    /// What happened to the node's counters since its last sample, for the line of time.
    private mutating func discontinuities(of reading: Reading) -> [Discontinuity] {
        guard case .sample(let sample) = reading.content else { return [] }
        let now = Interval.Observation(moment: reading.moment, sample: sample)
        defer { latest[reading.node] = now }
        let before = latest[reading.node]
        return before.flatMap { Discontinuity(from: $0, to: now) }.map { [$0] } ?? []
    }

    /// Whether the wall clock was set: it ran two seconds more or less than the steady one.
    private mutating func clockStepped(_ moment: Moment) -> Bool {
        let difference = moment.wallMicroseconds &- moment.steadyMicroseconds
        defer { clockDifference = difference }
        return clockDifference.map { abs(difference &- $0) > 2_000_000 } ?? false
    }
}
