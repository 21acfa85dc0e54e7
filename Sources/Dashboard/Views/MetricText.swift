package import CacheHealth
package import CacheMetrics
import Painting

extension Metric.Unit {
    /// A number of this unit as text for the screen; "–" if it is not known.
    func text(_ value: Double?) -> String {
        switch self {
        case .count: Figures.count(value)
        case .perSecond: value == nil ? Figures.unknown : Figures.count(value) + "/s"
        case .bytes: Figures.bytes(value)
        case .bytesPerSecond: value == nil ? Figures.unknown : Figures.bytes(value) + "/s"
        case .ratio: Figures.percent(value)
        case .quotient: Figures.quotient(value)
        case .seconds: Figures.seconds(value)
        }
    }
}

extension Metric {
    /// A value of this metric as text; "–" if it is not known.
    package func text(_ value: Double?) -> String { unit.text(value) }
}

extension Evidence {
    /// The number as text.
    package var text: String { unit.text(value) }
}

extension Scene {
    /// The memory limit: `no limit` only where the server said that it has none.
    var limitText: String {
        if interval?.info[.maxmemory] == 0 { return "no limit" }
        return Figures.bytes(maxmemory)
    }

    /// The latest value of a metric as text; "–" if it is not known.
    func text(_ metric: Metric) -> String { metric.unit.text(value(metric)) }

    /// Which way a metric went since a minute ago, and by how much; `nil` if that is not known.
    func change(of metric: Metric, over seconds: Double) -> Double? {
        guard let node, let newest = node.metrics.newestBeat, let now = value(metric) else {
            return nil
        }
        let back = beats(seconds)
        let then = node.metrics.values(of: metric, since: newest - back - 2).first
        guard let then, then.beat <= newest - back + 2 else { return nil }
        return now - then.value
    }
}
