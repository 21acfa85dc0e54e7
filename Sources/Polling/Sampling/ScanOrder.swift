import CacheMetrics
import RedisClient

/// The order in which a server's `SCAN` goes through its keys, and with it what a cursor means.
enum ScanOrder: Sendable, Equatable {
    /// One table: the cursor with its bits reversed counts up (Redis `dict.c`, `dictScan`).
    case reversed
    /// A table for each hash slot: the low 14 bits are the slot, which counts up, and the bits above are
    /// that table's own reversed cursor (`kvstoreScan`, Redis 7.4 and Valkey 8 with `cluster-enabled`).
    case slots
    /// Not known: 0 is the only cursor to begin with, and the only end.
    case unknown

    /// Bits of a cursor that are the slot.
    private static let slotBits = 14

    /// The order of the server that reports this.
    init(of info: InfoReport) {
        let isOther = Self.otherProducts.contains { info.text(of: $0) != nil }
        let valkey = info[.valkeyVersion].flatMap { ServerVersion($0) }
        guard !isOther, let version = valkey ?? info[.redisVersion].flatMap({ ServerVersion($0) })
        else {
            self = .unknown
            return
        }
        let since = ServerVersion(major: valkey == nil ? 7 : 8, minor: valkey == nil ? 4 : 0)
        self = info[.clusterEnabled] == 1 && version >= since ? .slots : .reversed
    }

    /// What other servers than Redis, Valkey and KeyDB report beside the version they are compatible with.
    private static let otherProducts = [
        "kvrocks_version", "dragonfly_version", "garnet_version", "pika_version",
    ].map { InfoName($0) }

    /// Where a cursor is in the order, 0 to 2⁶⁴ − 1; `nil` where that is not known.
    func position(of cursor: UInt64) -> UInt64? {
        switch self {
        case .reversed: cursor.bitReversed
        case .slots:
            (cursor & (1 << Self.slotBits - 1)) << (64 - Self.slotBits)
                | (cursor >> Self.slotBits).bitReversed >> Self.slotBits
        case .unknown: nil
        }
    }

    /// The cursor at a position; in a server with slots at the beginning of a slot.
    func cursor(at position: UInt64) -> UInt64 {
        switch self {
        case .reversed: position.bitReversed
        case .slots: position >> (64 - Self.slotBits)
        case .unknown: 0
        }
    }
}

extension UInt64 {
    /// The bits in reverse order.
    var bitReversed: UInt64 {
        var (rest, reversed) = (self, UInt64(0))
        for _ in 0..<64 {
            reversed = reversed << 1 | rest & 1
            rest >>= 1
        }
        return reversed
    }
}
