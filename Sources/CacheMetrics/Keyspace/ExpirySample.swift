import Glibc

/// When the keys of one template expire: those of them that were looked at last.
///
/// A sweep meets keys in the order of their hashes, so the latest few are a uniform sample. Keys
/// that have expired since are left out; those looked at long ago are too, where there are enough
/// newer ones, because keys written meanwhile are not among them.
package struct ExpirySample: Sendable {
    private var entries: [Entry] = []
    private var next = 0

    private struct Entry: Sendable {
        let expires: Int64
        let seen: Int64
        let bytes: Int64
    }

    /// Keys kept: enough to find one in fifty that expires with others (`keyspace.md` 2.7).
    private static let capacity = 1_024
    /// A look is news for so long, in milliseconds, where there are enough of them.
    private static let freshness: Int64 = 60_000
    private static let enough = 300

    /// Widths of the windows tried, in milliseconds.
    private static let widths: [Int64] = [1_000, 2_000, 5_000, 15_000, 60_000]
    /// How unlikely the busiest window must be if nothing were special about it.
    ///
    /// The sample is all new about a thousand times a day for each of dozens of templates: one in a
    /// thousand is too likely, and one in ten million misses one key in fifty too often.
    private static let rareness = log(1e-5)

    /// A sample of nothing.
    package init() {}

    /// Adds a key; one that never expires is not part of it.
    package mutating func add(_ key: SurveyedKey) {
        add(
            milliseconds: key.timeToLiveMilliseconds,
            seen: key.seenMilliseconds,
            bytes: key.memoryBytes
        )
    }

    /// Adds a key by its time to live when it was probed, by the steady clock, and its size in bytes.
    mutating func add(milliseconds: Int64?, seen: Int64, bytes: Int64?) {
        guard let time = milliseconds, time >= 0 else { return }
        let entry = Entry(
            expires: seen &+ min(time, 1 << 50),
            seen: seen,
            // No key is larger than a terabyte, whatever a server says; a thousand add up.
            bytes: min(1 << 40, max(0, bytes ?? 0))
        )
        if entries.count < Self.capacity {
            entries.append(entry)
        } else {
            entries[next] = entry
            next = (next + 1) % Self.capacity
        }
    }

    /// The median time to live at the time of the look, in milliseconds, or `nil` if none is known.
    var medianMilliseconds: Int64? {
        entries.isEmpty ? nil : entries.map { $0.expires - $0.seen }.sorted()[entries.count / 2]
    }

    /// The bursts ahead, soonest first (`keyspace.md` E11).
    ///
    /// A scan statistic: for each width the windows that hold the most expiries, against the rate of
    /// the neighbourhood and of the whole, by the Poisson tail times the number of windows there
    /// are (Naus 1982 gives the bound).
    package func bursts(at now: Int64) -> [ExpiryBurst] {
        let alive = entries.filter { $0.expires > now }
        let fresh = alive.filter { now - $0.seen <= Self.freshness }
        let chosen = (fresh.count >= Self.enough ? fresh : alive).sorted { $0.expires < $1.expires }
        guard chosen.count >= 20, let last = chosen.last else { return [] }
        let times = chosen.map(\.expires)
        let horizon = max(1, last.expires - now)
        var candidates = Self.widths.flatMap { windows(times, width: $0, now, horizon) }
        candidates.sort { ($0.rareness, $0.range.lowerBound) < ($1.rareness, $1.range.lowerBound) }
        var found: [ExpiryBurst] = []
        var taken: [ClosedRange<Int64>] = []
        let bytesSampled = UInt64(chosen.reduce(0) { $0 &+ $1.bytes })
        for wide in candidates where found.count < ExpiryBurst.most {
            let window = Self.narrowed(wide, times)
            let (first, end) = (times[window.range.lowerBound], times[window.range.upperBound - 1])
            // A cluster spills into wider windows around it: they are the same one.
            let reach = (first - window.width)...(end + window.width)
            guard !taken.contains(where: { $0.overlaps(reach) }) else { continue }
            taken.append(reach)
            found.append(
                ExpiryBurst(
                    beginsMilliseconds: first,
                    widthMilliseconds: window.width,
                    count: UInt64(window.range.count),
                    sampled: UInt64(chosen.count),
                    bytes: UInt64(chosen[window.range].reduce(0) { $0 &+ $1.bytes }),
                    bytesSampled: bytesSampled
                )
            )
        }
        return found.sorted { $0.beginsMilliseconds < $1.beginsMilliseconds }
    }

    private struct Window {
        let range: Range<Int>
        let width: Int64
        /// The logarithm of how often chance would make such a window; that itself underflows.
        let rareness: Double
    }

    /// The narrowest window within one that still holds three quarters of it: a stray key before a
    /// burst must not move its beginning.
    private static func narrowed(_ window: Window, _ times: [Int64]) -> Window {
        for width in widths where width < window.width {
            var (best, end) = (window.range.lowerBound..<window.range.lowerBound, 0)
            for start in window.range {
                end = max(end, start)
                while end < window.range.upperBound, times[end] < times[start] + width { end += 1 }
                if end - start > best.count { best = start..<end }
            }
            guard best.count * 4 >= window.range.count * 3 else { continue }
            return Window(range: best, width: width, rareness: window.rareness)
        }
        return window
    }

    /// The windows of a width that hold far more than their surroundings.
    private func windows(
        _ times: [Int64],
        width: Int64,
        _ now: Int64,
        _ horizon: Int64
    ) -> [Window] {
        guard width * 4 <= horizon else { return [] }
        let overall = Double(width) * Double(times.count) / Double(horizon)
        var (end, left, right) = (0, 0, 0)
        var found: [Window] = []
        for start in times.indices {
            let first = times[start]
            while end < times.count, times[end] < first + width { end += 1 }
            let count = end - start
            guard count >= 4, Double(count) >= 4 * overall else { continue }
            while times[left] < first - 10 * width { left += 1 }
            right = max(right, end)
            while right < times.count, times[right] < first + 11 * width { right += 1 }
            // Nothing is known of what would have expired before now, and keys that are all written
            // with the same short time to live must not look like a burst that begins now.
            guard first - now >= width else { continue }
            // Beyond the first and the last expiry there is nothing to compare with: keys that began
            // to be written a while ago are a block with edges, and no burst at either.
            let before = Self.rate(start - left, in: first - times[0], width)
            let after = Self.rate(right - end, in: times[times.count - 1] - first - width, width)
            let rate = max(overall, before, after)
            guard Double(count) >= 4 * rate else { continue }
            let windows = 2 * Double(horizon) / Double(width)
            let rareness = Self.logPoissonTail(count, mean: rate) + log(windows)
            guard rareness < Self.rareness else { continue }
            found.append(Window(range: start..<end, width: width, rareness: rareness))
        }
        return found
    }

    /// How many expiries a window's width holds in a stretch of up to ten of them.
    private static func rate(_ count: Int, in stretch: Int64, _ width: Int64) -> Double {
        Double(count) / max(1, Double(min(10 * width, stretch)) / Double(width))
    }

    /// The logarithm of the probability of `count` or more events where `mean` are expected, which
    /// are fewer.
    private static func logPoissonTail(_ count: Int, mean: Double) -> Double {
        let k = Double(count)
        let first = k * log(mean) - mean - lgamma(k + 1)
        // The terms fall at least as fast as a geometric series of this ratio.
        return first - log(1 - mean / (k + 1))
    }
}
