import CacheMetrics
import Painting

/// Which beats the columns of a graph stand for.
struct Columns {
    /// Beats in half a column.
    let beatsEach: Int64
    /// The bucket after the last one shown.
    let end: Int64
    let width: Int

    init(width: Int, scene: Scene) {
        self.width = width
        let wanted = scene.beats(Double(scene.view.window.seconds))
        let halves = Int64(max(1, width * 2))
        beatsEach = max(1, (wanted + halves - 1) / halves)
        let newest = max(0, scene.node?.moment.beat ?? 0)
        end = Graph.alignedEnd(newest: newest / beatsEach)
    }

    var firstBeat: Int64 { (end - Int64(width * 2)) * beatsEach }

    func buckets(of metric: Metric, _ scene: Scene) -> [Double?] {
        let history = scene.node?.metrics
        return history?.buckets(of: metric, beats: beatsEach, count: width * 2, endingBefore: end)
            ?? []
    }

    /// The column a beat falls into, or `nil` if it is out of view.
    func column(of beat: Int64) -> Int? {
        let half = beat / beatsEach - (end - Int64(width * 2))
        return (0..<Int64(width * 2)).contains(half) ? Int(half / 2) : nil
    }
}
