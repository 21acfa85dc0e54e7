import CacheMetrics
import Painting

extension Screen {
    /// The first line: what the program is doing, what it watches, and when this was.
    static func drawHeader(_ scene: Scene, on canvas: inout Canvas) {
        canvas.fill(" ", from: 0, upTo: canvas.width, y: 0, as: .header)
        var x = canvas.write(" hitscope ", x: 0, y: 0, as: .header, overlay: .bold)
        for part in badge(scene) {
            x = canvas.write(part.text, x: x, y: 0, as: part.role, overlay: .bold)
        }
        let clock = scene.moment.map { scene.clock($0.wallMicroseconds) } ?? ""
        let right = canvas.width - 1
        canvas.write(clock, endingAt: right, y: 0, as: .header)
        let room = right - clock.count - 2
        x = writeNode(scene, x: x + 2, before: room, on: &canvas)
        if scene.view.isZoomed { return }
        canvas.write(facts(scene, room: room - x), x: x + 2, y: 0, before: room)
    }

    /// What the program is doing: the badge, the same words everywhere.
    private static func badge(_ scene: Scene) -> [Part] {
        let recording = recordingBadge(scene)
        if let pause = scene.pause { return pauseBadge(scene, pause) + recording }
        if case .replay(let status) = scene.mode {
            let speed = Figures.quotient(abs(status.speed)).droppingZeros
            let arrow = !status.isPlaying ? "‖" : status.speed < 0 ? "◀" : "▶"
            let behind = status.wallRange.upperBound &- (scene.moment?.wallMicroseconds ?? 0)
            let seconds = max(0, (behind &+ 500_000) / 1_000_000)
            let name = status.isRewind ? "LIVE-PAUSED -\(scene.stopwatch(seconds))" : "REPLAY"
            let state = scene.node?.outage.map { outageBadge(scene, $0) } ?? []
            if status.follows { return [Part(text: "● FOLLOW", role: .live)] + state }
            let sign = "\(arrow) \(name) ×\(speed)" + (status.skipsQuiet ? " quiet" : "")
            return [Part(text: sign, role: .replay)] + (state.isEmpty ? [] : [.label("  ")]) + state
        }
        guard let node = scene.node else { return [Part(text: "○ CONNECTING", role: .muted)] }
        guard let outage = node.outage else {
            return [Part(text: "● LIVE", role: .live)] + recording
        }
        return outageBadge(scene, outage) + recording
    }

    private static func outageBadge(_ scene: Scene, _ outage: Outage) -> [Part] {
        let lasted = scene.stopwatch(outage.lastedMicroseconds / 1_000_000)
        let retry = Double(outage.retryMicroseconds) / 1e6
        let again = retry > 0 ? " RETRY in \(Figures.briefSpan(retry.rounded(.up)))" : ""
        let attempts = outage.attempts > 1 ? " (#\(outage.attempts))" : ""
        let isLoading = if case .loading = outage.cause { true } else { false }
        let role: Role = isLoading ? .warning : .disconnected
        return [Part(text: "○ \(outage.cause.words) \(lasted)\(again)\(attempts)", role: role)]
    }

    private static func pauseBadge(_ scene: Scene, _ pause: Scene.Pause) -> [Part] {
        let shown = scene.moment?.wallMicroseconds ?? 0
        let behind = ((pause.newestMicroseconds ?? shown) &- shown) / 1_000_000
        return [Part(text: "‖ PAUSED \(scene.stopwatch(behind)) behind", role: .paused)]
    }

    private static func recordingBadge(_ scene: Scene) -> [Part] {
        guard case .live(let recording?) = scene.mode else { return [] }
        let lost = recording.lost > 0 ? ", \(recording.lost) lost" : ""
        if let failure = recording.failure {
            let text = "  ✖ REC PAUSED: \(failure), \(recording.waiting) kept\(lost)"
            return [Part(text: text, role: .critical)]
        }
        if let stalled = scene.recordingStalled(recording) {
            let text = "  ✖ REC WAITS for the disk \(scene.stopwatch(stalled))\(lost)"
            return [Part(text: text, role: .critical)]
        }
        let seconds =
            ((scene.moment?.wallMicroseconds ?? 0) - recording.sinceMicroseconds) / 1_000_000
        let text = "  ● REC \(scene.stopwatch(seconds)) \(Figures.bytes(Double(recording.bytes)))"
        let doubt = recording.doubt.map { ", \($0)" } ?? ""
        let isWhole = lost.isEmpty && doubt.isEmpty
        return [Part(text: text + lost + doubt, role: isWhole ? .recording : .critical)]
    }

    private static func writeNode(
        _ scene: Scene,
        x: Int,
        before right: Int,
        on canvas: inout Canvas
    ) -> Int {
        let name = scene.node?.node.name ?? scene.setting.target
        let room = max(0, min(right - x, 48))
        return canvas.write(
            cells(of: name.utf8, columns: room, as: .header, glyphs: canvas.glyphs, cut: .middle),
            x: x,
            y: 0
        )
    }

    /// What the server is, as much of it as there is room for.
    private static func facts(_ scene: Scene, room: Int) -> [Part] {
        if case .replay(let status) = scene.mode {
            return [
                Part(text: escapedText(status.name.utf8, limit: max(8, room / 2)), role: .muted)
            ]
        }
        if let pause = scene.pause {
            return [Part(text: "(collecting: \(pause.missed) new samples)", role: .muted)]
        }
        // A server that was there a moment ago is not at a wrong address.
        if let cause = scene.node?.outage?.cause, let advice = cause.advice,
            scene.interval == nil || !cause.meansNobodyThere
        {
            return [Part(text: advice, role: .muted)]
        }
        guard let node = scene.node, let info = node.interval?.info else { return [] }
        let product = info[.valkeyVersion] == nil ? "redis" : "valkey"
        let version = escapedText(info[.valkeyVersion] ?? info[.redisVersion] ?? [], limit: 12)
        let uptime = info[.uptime].map { "up " + Figures.span(Double($0)) } ?? ""
        let policy = info[.maxmemoryPolicy].map { escapedText($0, limit: 16) } ?? ""
        let keys = scene.value(.keys).map { Figures.count($0) + " keys" } ?? ""
        let poll =
            "poll " + Figures.span(scene.setting.interval.seconds) + " " + scene.text(.roundTrip)
        let words = ["\(product) \(version)", node.roleName, uptime, policy, keys, poll]
        return words.filter { !$0.isEmpty }.map { Part.label($0 + "  ") }
    }
}

extension String {
    /// The figure without decimals that say nothing: `10.00` is `10`.
    fileprivate var droppingZeros: String {
        guard contains(".") else { return self }
        var text = self
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
        return text
    }
}

extension Scene {
    /// Seconds that the disk has taken for what was given to it, if it should have answered by now.
    fileprivate func recordingStalled(_ recording: RecordingStatus) -> Int64? {
        guard let newest, let latest = recording.latestMicroseconds else { return nil }
        let behind = newest.steadyMicroseconds &- latest
        let usual = RecordingStatus.usualDelay(every: setting.interval)
        return behind > usual ? behind / 1_000_000 : nil
    }
}
