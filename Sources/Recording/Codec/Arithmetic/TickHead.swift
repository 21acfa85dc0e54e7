import CacheMetrics

/// When a node's tick was and what it has, coded in front of all else: codec 2.
///
/// It needs nothing of what follows, so that a reader who only wants to know when a tick was reads
/// a few bytes of it.
struct TickHead: Sendable {
    /// What the head of a tick says.
    struct Content: Equatable {
        var moment: Moment
        var roundTripMicroseconds: Int64
        /// The blocks it has, a bit for each of `blocks`.
        var has: UInt16
        /// How far the wall clock went since the tick before, in microseconds.
        var clock: Int64 = 0

        /// Whether it has the block at a place of `blocks`.
        func hasBlock(at place: Int) -> Bool { has >> UInt16(place) & 1 == 1 }
        /// Whether it says why there is no sample.
        var isOutage: Bool { has & 1 == 1 }
    }

    /// Every kind of block that a tick may have, in the order they are coded in.
    static let blocks: [BlockType] = [
        .outage, .info, .latency, .slowLog, .boards, .counters, .survey, .cost, .refusals,
    ]

    private var last = Moment(wallMicroseconds: 0, steadyMicroseconds: 0, beat: 0)
    private var (clock, roundTrip): (Int64, Int64) = (0, 0)
    private var model = NumberModel()
    /// Whether a block is there, by whether it was before.
    private var presence = InlineArray<32, Probability>(repeating: Probability())
    private var had: UInt16 = 0

    private enum Place: Int, CaseIterable { case beat, wall, steady, roundTrip }

    init() { _ = model.addPlaces(Place.allCases.count) }

    /// Codes a head; a reader gives none.
    mutating func code(_ known: Content?, _ coder: inout some BitCoder) -> Content {
        let beat = code(known.map { $0.moment.beat &- last.beat }, 1, .beat, &coder)
        clock = code(
            known.map { $0.moment.wallMicroseconds &- last.wallMicroseconds },
            clock,
            .wall,
            &coder
        )
        let steady = code(
            known.map { $0.moment.steadyMicroseconds &- last.steadyMicroseconds },
            clock,
            .steady,
            &coder
        )
        roundTrip = code(known?.roundTripMicroseconds, roundTrip, .roundTrip, &coder)
        for index in Self.blocks.indices {
            let bit = UInt16(1) << UInt16(index)
            let context = 2 * index + (had & bit == 0 ? 0 : 1)
            let isThere = coder.code((known?.has ?? 0) & bit != 0, &presence[context])
            had = isThere ? had | bit : had & ~bit
        }
        last = Moment(
            wallMicroseconds: last.wallMicroseconds &+ clock,
            steadyMicroseconds: last.steadyMicroseconds &+ steady,
            beat: last.beat &+ beat
        )
        return Content(moment: last, roundTripMicroseconds: roundTrip, has: had, clock: clock)
    }

    private mutating func code(
        _ value: Int64?,
        _ expected: Int64,
        _ place: Place,
        _ coder: inout some BitCoder
    ) -> Int64 {
        model.code(value ?? 0, expected: expected, at: place.rawValue, &coder)
    }
}
