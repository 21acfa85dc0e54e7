import CacheMetrics
import Painting

/// A graph of one metric with its scale on the left and, where there is room, time below.
struct MetricGraph {
    let metric: Metric
    let gradient: Gradient
    /// The lowest upper edge, so that noise does not look like a mountain.
    var leastTop: Double = 1
    /// The upper edge, if it is given rather than found.
    var top: Double?
    /// Whether the lower edge may rise above zero to show small changes of a large number.
    var mayRaiseFloor = false
    var threshold: Double?
    /// The columns of the scale, its line included.
    var scaleWidth = 6
    var showsTime = false

    /// How long a peak that has gone out of view still holds the scale up, in seconds.
    private static let stickiness = 30.0

    func draw(_ scene: Scene, in area: Rectangle, on canvas: inout Canvas) {
        let width = area.width - scaleWidth
        let height = area.height - (showsTime ? 1 : 0)
        guard width > 0, height > 0 else { return }
        let columns = Columns(width: width, scene: scene)
        let scale = scale(scene, columns)
        let graph = Graph(
            values: columns.buckets(of: metric, scene),
            lowest: scale.lowerBound,
            highest: scale.upperBound,
            gradient: gradient,
            threshold: threshold
        )
        canvas.draw(graph, x: area.x + scaleWidth, y: area.y, width: width, height: height)
        drawScale(scale, in: area, height: height, on: &canvas)
        drawMarks(scene, columns, x: area.x + scaleWidth, y: area.y + height - 1, on: &canvas)
        if showsTime {
            drawTime(scene, columns, x: area.x + scaleWidth, y: area.y + height, width, on: &canvas)
        }
    }

    /// The edges: 0 and a round number above the highest value in view or just out of it.
    private func scale(_ scene: Scene, _ columns: Columns) -> ClosedRange<Double> {
        let beyond = scene.beats(Self.stickiness)
        let known =
            scene.node?.metrics.values(of: metric, since: columns.firstBeat - beyond).map(\.value)
            ?? []
        let highest = max(
            top ?? metric.unit.roundedUp(known.max() ?? 0, atLeast: leastTop),
            top == nil ? 0 : known.max() ?? 0
        )
        guard mayRaiseFloor, let lowest = known.min(), highest > 0, lowest > highest / 2 else {
            return 0...max(highest, leastTop)
        }
        // Quarters of the height: round enough to read, near enough to see.
        let floor = (lowest / highest * 8).rounded(.down) / 8 * highest
        return (floor < highest ? floor : 0)...highest
    }

    private func drawScale(
        _ scale: ClosedRange<Double>,
        in area: Rectangle,
        height: Int,
        on canvas: inout Canvas
    ) {
        let middle = height >= 7 ? [(height / 2, (scale.lowerBound + scale.upperBound) / 2)] : []
        for (row, value) in [(0, scale.upperBound), (height - 1, scale.lowerBound)] + middle {
            guard row >= 0, height > 1 || row == 0 else { continue }
            let label = metric.unit.axisText(value)
            canvas.write(label + "┤", endingAt: area.x + scaleWidth, y: area.y + row, as: .axis)
        }
    }

    /// What happened, at the foot of the column it happened in.
    private func drawMarks(
        _ scene: Scene,
        _ columns: Columns,
        x: Int,
        y: Int,
        on canvas: inout Canvas
    ) {
        for mark in scene.node?.marks ?? [] {
            guard let column = columns.column(of: mark.beat) else { continue }
            canvas.write(mark.letter, x: x + column, y: y, as: .warning, overlay: .bold)
        }
    }

    private func drawTime(
        _ scene: Scene,
        _ columns: Columns,
        x: Int,
        y: Int,
        _ width: Int,
        on canvas: inout Canvas
    ) {
        canvas.write("now", endingAt: x + width, y: y, as: .axis)
        let step = scene.seconds(columns.beatsEach * 2)
        let labels = width >= 44 ? 4 : width >= 24 ? 2 : 1
        for index in 1...labels {
            let column = width - width * index / labels
            let seconds = Double(width - column) * step
            canvas.write(
                "-" + Figures.span(seconds).filter { $0 != " " },
                x: x + column,
                y: y,
                as: .axis
            )
        }
    }
}

extension Mark {
    /// The letter that stands for it: a restart, a reset, a failover, an outage.
    var letter: String {
        switch kind {
        case .outage: "✖"
        case .discontinuity(.restart): "R"
        case .discontinuity(.countersReset): "r"
        case .discontinuity(.failover): "F"
        }
    }
}

extension Metric.Unit {
    /// A number at the edge of a graph: short, without the unit where the title has it.
    fileprivate func axisText(_ value: Double) -> String {
        switch self {
        case .ratio: Figures.wholePercent(value)
        case .bytes, .bytesPerSecond: value == 0 ? "0" : String(Figures.bytes(value).prefix(5))
        case .seconds: value == 0 ? "0" : Figures.seconds(value)
        case .count, .perSecond, .quotient: value == 0 ? "0" : Figures.count(value)
        }
    }
}

extension Metric.Unit {
    /// The next round number that is not under `value`: 1, 2 or 5 times a power of ten, or a
    /// quarter step between powers of two for bytes.
    fileprivate func roundedUp(_ value: Double, atLeast least: Double) -> Double {
        guard value.isFinite, value > least else { return least }
        let isBinary = self == .bytes || self == .bytesPerSecond
        let base = isBinary ? 2.0 : 10.0
        var power = 1.0
        while power * base <= value { power *= base }
        while power > value { power /= base }
        let steps = isBinary ? [1, 1.25, 1.5, 1.75, 2] : [1, 2, 5, 10]
        return steps.map { $0 * power }.first { $0 >= value } ?? power * base
    }
}
