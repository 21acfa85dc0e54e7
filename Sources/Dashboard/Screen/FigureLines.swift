import CacheMetrics
import Painting

extension Screen {
    /// One line of figures that have no box of their own.
    static func drawFigureLine(_ scene: Scene, y: Int, on canvas: inout Canvas) {
        canvas.write(
            [
                .label(" clients "), .value(scene.text(.clients)), .label(" (blocked "),
                .value(scene.text(.blockedClients)), .label(")   net in "),
                .value(scene.text(.networkInput)),
                .label(" out "), .value(scene.text(.networkOutput)), .label("   keys "),
                .value(scene.text(.keys)), .label(" with ttl "),
                .value(Figures.wholePercent(scene.value(.expiringShare))),
                .label("   main thread "), .value(scene.text(.mainThread)),
                .label("   commands a read "),
                .value(scene.text(.commandsPerRead)),
            ] + counters(scene),
            x: 0,
            y: y,
            before: canvas.width
        )
        dim(scene, y: y, height: 1, on: &canvas)
    }

    /// Three lines, for windows that have no room for the boxes of panes 5 and 7.
    static func drawFigureLines(_ scene: Scene, y: Int, on canvas: inout Canvas) {
        let half = 40
        canvas.write(
            [
                .label(" 5 LAT  p50 "), .value(scene.bound(.latencyP50)), .label(" p99 "),
                .value(scene.bound(.latencyP99)),
            ],
            x: 0,
            y: y,
            before: half
        )
        canvas.write(topCommands(scene), x: half, y: y, before: canvas.width)
        canvas.write(
            [.label("   OPS  "), .value(scene.text(.clientCommands))],
            x: 0,
            y: y + 1,
            before: half
        )
        drawTrace(of: .clientCommands, scene, x: 20, y: y + 1, width: half - 22, on: &canvas)
        canvas.write(
            [
                .label("keys "), .value(scene.text(.keys)), .label(" ttl "),
                .value(Figures.wholePercent(scene.value(.expiringShare))), .label("  clients "),
                .value(scene.text(.clients)), .label(" blkd "), .value(scene.text(.blockedClients)),
            ],
            x: half,
            y: y + 1,
            before: canvas.width
        )
        canvas.write(nodeParts(scene), x: 0, y: y + 2, before: half)
        canvas.write(
            [
                .label("net in "), .value(scene.text(.networkInput)), .label(" out "),
                .value(scene.text(.networkOutput)),
            ]
                + counters(scene),
            x: half,
            y: y + 2,
            before: canvas.width
        )
        dim(scene, y: y, height: 3, on: &canvas)
    }

    static func nodeParts(_ scene: Scene) -> [Part] {
        let nodes = scene.history.nodes
        let up = nodes.count { $0.outage == nil }
        let role: Role = up == nodes.count ? .ok : .critical
        return [
            .label(" 7 NODE "), .value("\(up)/\(nodes.count) up", role), .label("  rtt "),
            .value(scene.text(.roundTrip)),
        ]
    }

    /// The application's own hit counters beside the server's.
    private static func counters(_ scene: Scene) -> [Part] {
        scene.counterRatios.prefix(2).flatMap { name, ratio -> [Part] in
            [.label("   \(escapedText(name.utf8, limit: 16)) "), .value(Figures.percent(ratio))]
        }
    }

    private static func topCommands(_ scene: Scene) -> [Part] {
        let activity = scene.interval?.clientActivity ?? []
        let all = activity.reduce(0) { $0 + $1.callsPerSecond }
        guard all > 0 else { return [.label("commands –")] }
        return activity.sorted { $0.callsPerSecond > $1.callsPerSecond }.prefix(3).flatMap {
            command -> [Part] in
            let name = escapedText(command.name, limit: 12).uppercased()
            return [
                .label(name + " "),
                .value(Figures.wholePercent(command.callsPerSecond / all) + "  "),
            ]
        }
    }

    static func drawTrace(
        of metric: Metric,
        _ scene: Scene,
        x: Int,
        y: Int,
        width: Int,
        on canvas: inout Canvas
    ) {
        guard let node = scene.node, width > 0 else { return }
        let end = node.moment.beat + 1
        let values = node.metrics.buckets(of: metric, beats: 1, count: width, endingBefore: end)
        let known = values.firstIndex { $0 != nil } ?? values.count
        canvas.drawSparkline(Array(values[known...]), x: x + known, y: y, as: .accent)
    }

    /// Dims whole rows while the node is away.
    static func dim(_ scene: Scene, y: Int, height: Int, on canvas: inout Canvas) {
        if scene.isOutdated {
            canvas.lay(.dimmed, on: Rectangle(x: 0, y: y, width: canvas.width, height: height))
        }
    }
}

extension Scene {
    /// The hit ratio of each of the application's counter pairs between the last two reads of it.
    package var counterRatios: [(name: String, ratio: Double?)] {
        guard let node, let after = interval?.later.sample.counters else { return [] }
        return after.map { pair in
            guard let reads = node.counters[pair.name], let old = reads.before?.pair,
                let hits = reads.latest.pair.hits, let misses = reads.latest.pair.misses,
                let oldHits = old.hits, let oldMisses = old.misses,
                hits >= oldHits, misses >= oldMisses, hits - oldHits + misses - oldMisses > 0
            else { return (pair.name, nil) }
            return (pair.name, Double(hits - oldHits) / Double(hits - oldHits + misses - oldMisses))
        }
    }
}
