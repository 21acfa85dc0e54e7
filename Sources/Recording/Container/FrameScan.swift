import CacheMetrics

/// Hops over the frames of a file, verifying each, and finds its way again after damage.
struct FrameScan {
    private(set) var ticks: [RecordingReader.Tick] = []
    private(set) var damages: [RecordingReader.Damage] = []
    /// The file's bytes, those bits mended that were found to be flipped.
    private(set) var bytes: [UInt8]
    private var offset: Int
    /// Where what can be read ends.
    private(set) var end: Int
    /// Whether the last thing is the mark of an orderly end.
    private(set) var isClosed = false
    /// Whether a bit of the frame that comes next was mended.
    private var isMended = false
    /// The checksum the next frame continues, or `nil` before a keyframe and after damage.
    private var chainSum: UInt32?
    private(set) var nextSequence: UInt64 = 0
    /// Where other recordings begin, in their order.
    private var beginnings: [Int] = []
    /// What is added to the steady clock since it last began anew.
    private var clockShift: Int64 = 0
    private var time: [UInt64: (wall: Int64, steady: Int64)] = [:]
    private var heads: [UInt64: TickHead] = [:]
    private var isAway: [UInt64: Bool] = [:]

    /// A scan from a place on; at the `beginnings` another recording begins, with numbers of its own.
    init(_ bytes: [UInt8], from offset: Int, beginnings: [Int] = []) {
        self.bytes = bytes
        self.beginnings = beginnings
        self.offset = min(offset, bytes.count)
        end = self.offset
    }

    /// A scan that is over.
    init(_ bytes: [UInt8], knowing ticks: [RecordingReader.Tick]) {
        self.init(bytes, from: bytes.count)
        self.ticks = ticks
    }

    /// Goes on where it ended, in a file that has more bytes by now.
    mutating func goOn(with more: [UInt8]) {
        bytes += more
        run()
    }

    mutating func run() {
        while offset < bytes.count {
            if isAtTrailer, takeTrailer() { continue }
            if takeKeyframe() { continue }
            if isAtTornTrailer || isAtTornKeyframe { return }
            guard let chainSum else {
                if !mend(BitRepair.keyframe(at: offset, in: bytes)) { skipDamage() }
                continue
            }
            switch DependentFrame.find(at: offset, in: bytes, after: chainSum) {
            case .frame(let payload, let isBare, let length, let sum):
                self.chainSum = sum
                append(payload, isBare: isBare, end: offset + length, codec: nil)
                offset += length
            case .torn:
                if mendFrame(after: chainSum) { continue }
                // The end of a file that was cut off, unless more of it follows.
                if nextMarker(after: offset) == nil { return }
                skipDamage()
            case .damaged: if !mendFrame(after: chainSum) { skipDamage() }
            }
        }
    }

    /// Whether what comes begins like a trailer or ends like one: hardly any frame does either.
    private var isAtTrailer: Bool {
        bytes[offset] == 0 || bytes.count - offset <= Trailer.bytes.count
    }

    /// Whether the file ends within a keyframe: it was cut off there, or the rest is still to come.
    private var isAtTornKeyframe: Bool {
        let rest = bytes[offset...]
        guard rest.starts(with: RecordingFormat.syncMarker.prefix(rest.count)) else { return false }
        guard rest.count >= RecordingFormat.keyframeHeaderLength else { return true }
        guard let (header, _) = KeyframeHeader.decode(rest) else { return false }
        let end = offset + RecordingFormat.keyframeHeaderLength + header.payloadLength
        return end > bytes.count && nextMarker(after: offset) == nil
    }

    /// Takes a trailer, of which one bit may be flipped.
    private mutating func takeTrailer() -> Bool {
        let rest = bytes[offset...].prefix(Trailer.bytes.count)
        let flipped = zip(rest, Trailer.bytes).reduce(0) { $0 + ($1.0 ^ $1.1).nonzeroBitCount }
        guard rest.count == Trailer.bytes.count, flipped <= 1 else { return false }
        offset += rest.count
        end = offset
        isClosed = offset == bytes.count
        (chainSum, isMended) = (nil, false)
        return true
    }

    /// Whether the file ends within a trailer; of a few zeros it cannot be told what they were to be.
    private var isAtTornTrailer: Bool {
        let rest = bytes[offset...]
        return rest.count < Trailer.bytes.count
            && rest.elementsEqual(Trailer.bytes.prefix(rest.count))
    }

    private mutating func mendFrame(after sum: UInt32) -> Bool {
        mend(
            BitRepair.dependentFrame(at: offset, in: bytes, after: sum)
                ?? BitRepair.keyframe(at: offset, in: bytes)
        )
    }

    /// Flips a bit back; once for each frame, since a second one would be a guess.
    private mutating func mend(_ bit: Int?) -> Bool {
        guard let bit, !isMended else { return false }
        bytes[bit / 8] ^= 1 << UInt8(bit % 8)
        isMended = true
        return true
    }

    private mutating func takeKeyframe() -> Bool {
        guard let (header, sum) = KeyframeHeader.decode(bytes[offset...]) else { return false }
        let start = offset + RecordingFormat.keyframeHeaderLength
        let end = start + header.payloadLength
        guard end <= bytes.count, CRC32C.checksum(bytes[start..<end]) == header.payloadSum,
            let codec = RecordingCodec(rawValue: header.codec & 0xFF)
        else { return false }
        while let beginning = beginnings.first, beginning <= offset {
            nextSequence = 0
            beginnings.removeFirst()
        }
        offset = end
        // A group pasted in a second time has numbers that were there before.
        guard ticks.isEmpty || header.sequence >= nextSequence else {
            (chainSum, isMended) = (nil, false)
            return true
        }
        chainSum = sum
        nextSequence = header.sequence
        (time, heads) = ([:], [:])
        append(start..<end, isBare: false, end: end, codec: codec)
        if header.flags.contains(.followsGap) { ticks[ticks.count - 1].followsGap = true }
        return true
    }

    private mutating func append(
        _ payload: Range<Int>,
        isBare: Bool,
        end: Int,
        codec: RecordingCodec?
    ) {
        nextSequence += 1
        self.end = end
        isClosed = false
        var summary = isBare ? summariseBare(bytes[payload]) : summarise(bytes[payload])
        summary.wall = RecordingFormat.believable(summary.wall)
        summary.steady = onward(RecordingFormat.believable(summary.steady))
        ticks.append(
            RecordingReader.Tick(
                wallMicroseconds: summary.wall,
                steadyMicroseconds: summary.steady,
                isEvent: summary.isEvent,
                end: UInt64(end),
                payload: payload,
                isBare: isBare,
                isMended: isMended,
                keyframeCodec: codec
            )
        )
        isMended = false
    }

    /// A time on the steady clock that never goes back.
    ///
    /// The clock begins anew with each start of the system: a file that was appended to after one goes
    /// on where it was.
    private mutating func onward(_ steady: Int64) -> Int64 {
        let last = ticks.last?.steadyMicroseconds ?? steady
        // Nodes are asked at once, and their answers may come in another order than they went in.
        if steady &+ clockShift < last &- 1_000_000 { clockShift = last &- steady &+ 1_000_000 }
        return RecordingFormat.believable(max(last, steady &+ clockShift))
    }

    /// When a tick was and whether something happened on it, from its blocks' headers.
    private mutating func summarise(
        _ payload: ArraySlice<UInt8>
    ) -> (wall: Int64, steady: Int64, isEvent: Bool) {
        var reader = ByteReader(payload)
        var moment: (wall: Int64, steady: Int64) = (0, 0)
        var isEvent = false
        while let (head, content) = reader.block() {
            let stream = head >> 5
            switch BlockType(rawValue: head & 31) {
            case .time:
                var numbers = ByteReader(content)
                let last = time[stream] ?? (0, 0)
                moment = (
                    last.wall &+ (numbers.signed() ?? 0), last.steady &+ (numbers.signed() ?? 0)
                )
                time[stream] = moment
            case .coded:
                let tick = summariseBare(content, of: stream)
                (moment, isEvent) = ((tick.wall, tick.steady), isEvent || tick.isEvent)
            case .event: isEvent = true
            case .outage:
                // Each beat of an outage is a tick; only the first is news.
                isEvent = isEvent || isAway[stream] == false
                isAway[stream] = true
            case .info: isAway[stream] = false
            case .boards, .slowLog, .stream, .latency, .survey, .counters, .cost, .refusals,
                .clients, .protection, nil:
                continue
            }
        }
        return (moment.wall, moment.steady, isEvent)
    }

    /// The same of a coded tick, from its own head.
    private mutating func summariseBare(
        _ content: ArraySlice<UInt8>,
        of stream: UInt64 = 0
    ) -> (wall: Int64, steady: Int64, isEvent: Bool) {
        var bits = BitReader(content)
        let head = heads[stream, default: TickHead()].code(nil, &bits)
        let isOutage = head.isOutage
        defer { isAway[stream] = isOutage }
        return (
            head.moment.wallMicroseconds, head.moment.steadyMicroseconds,
            isOutage && isAway[stream] == false
        )
    }

    private mutating func skipDamage() {
        let start = offset
        offset = nextMarker(after: offset) ?? bytes.count
        (chainSum, isMended) = (nil, false)
        if let last = damages.indices.last, damages[last].bytes.upperBound == start {
            damages[last].bytes = damages[last].bytes.lowerBound..<offset
        } else {
            damages.append(RecordingReader.Damage(bytes: start..<offset, nextTick: ticks.count))
        }
    }

    private func nextMarker(after start: Int) -> Int? {
        let marker = RecordingFormat.syncMarker
        var index = start + 1
        while index + marker.count <= bytes.count {
            guard let hit = bytes[index...].firstIndex(of: marker[0]),
                hit + marker.count <= bytes.count
            else {
                return nil
            }
            if bytes[hit..<(hit + marker.count)].elementsEqual(marker) { return hit }
            index = hit + 1
        }
        return nil
    }
}
