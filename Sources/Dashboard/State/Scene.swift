package import CacheHealth
package import CacheMetrics
package import Painting

/// Everything a pane may look at: an immutable value, the same for the same events.
package struct Scene: Sendable {
    /// What is known of every node.
    package var history = History()
    /// What the rules say.
    package var report = HealthReport()
    /// When the newest reading came.
    package var moment: Moment?
    /// The same, also while the view stands still.
    package var newest: Moment?
    /// What the operator has chosen.
    package var view = ViewState()
    /// What the program is doing.
    package var mode = Mode.live(recording: nil)
    /// How the view differs from what is known, while it stands still.
    package var pause: Pause?
    /// What the screen compares what is shown with, instead of showing its panes.
    package var baseline: Baseline?
    /// What does not change while the program runs.
    package var setting: Setting
    /// How many findings are muted and not among those of the report.
    package private(set) var mutedCount = 0

    /// A scene before anything is known.
    package init(_ setting: Setting) {
        self.setting = setting
    }

    /// What the program is doing.
    package enum Mode: Sendable, Equatable {
        /// Watching, and perhaps writing down what it sees.
        case live(recording: RecordingStatus?)
        /// Showing a recording.
        case replay(PlaybackStatus)
    }

    /// A view that stands still while readings go on.
    package struct Pause: Sendable, Equatable {
        /// How many readings have come since.
        package var missed = 0
        /// The wall clock of the newest of them, in microseconds since 1970.
        package var newestMicroseconds: Int64?
    }

    /// What does not change while the program runs.
    package struct Setting: Sendable, Equatable {
        /// What is watched, as the operator named it.
        package var target: String
        /// The time from one beat to the next.
        package var interval: Duration
        /// How far local time is ahead of UTC, in seconds.
        package var zoneSeconds: Int64
        /// Which characters may be drawn.
        package var glyphs: GlyphSet

        /// The setting of a run.
        package init(
            target: String,
            interval: Duration,
            zoneSeconds: Int64,
            glyphs: GlyphSet = .unicode
        ) {
            self.target = target
            self.interval = interval
            self.zoneSeconds = zoneSeconds
            self.glyphs = glyphs
        }
    }
}

extension Scene {
    /// The node being shown, or `nil` before anything was heard of any.
    package var node: NodeHistory? {
        guard !history.nodes.isEmpty else { return nil }
        return history.nodes[min(max(0, view.node), history.nodes.count - 1)]
    }

    /// Takes findings out that the operator has muted.
    mutating func leaveOutMuted() {
        guard !view.muted.isEmpty, let now = moment?.wallMicroseconds else { return }
        let all = report.findings.count
        report.findings.removeAll { view.muted[$0.rowName].map { $0 > now } ?? false }
        mutedCount = all - report.findings.count
    }

    /// The newest good interval of the node being shown.
    package var interval: Interval? { node?.interval }

    /// The latest known value of a metric of the node being shown.
    package func value(_ metric: Metric) -> Double? { node.flatMap { $0.current(metric) } }

    /// What the server was last said to keep to in bytes, or `nil` if that is not known or nothing: a
    /// setting does not grow old as numbers do.
    package var maxmemory: Double? { node?.metrics.latest(.maxmemory) }

    /// Whether what is shown is what was last heard of a node that is away.
    package var isOutdated: Bool { node?.outage != nil }

    /// The findings about the node being shown, worst first.
    package var findings: [Finding] { report.findings }

    /// A number of beats as seconds.
    func seconds(_ beats: Int64) -> Double { Double(beats) * setting.interval.seconds }

    /// Seconds as whole beats, at least one.
    func beats(_ seconds: Double) -> Int64 {
        max(1, Int64((seconds / max(1e-3, setting.interval.seconds)).rounded()))
    }

    /// A wall clock as local time, `14:02:11`.
    func clock(_ microseconds: Int64) -> String {
        let seconds = (microseconds / 1_000_000 &+ setting.zoneSeconds) % 86_400
        let local = seconds < 0 ? seconds + 86_400 : seconds
        return [local / 3_600, local / 60 % 60, local % 60].map { $0.twoDigits }.joined(
            separator: ":"
        )
    }

    /// A stretch of seconds as a stopwatch shows it: `00:14`, `1:02:03`.
    func stopwatch(_ seconds: Int64) -> String {
        let seconds = max(0, seconds)
        let parts = (seconds / 60 % 60).twoDigits + ":" + (seconds % 60).twoDigits
        return seconds < 3_600 ? parts : "\(seconds / 3_600):" + parts
    }
}

extension Int64 {
    fileprivate var twoDigits: String { self < 10 ? "0\(self)" : "\(self)" }
}
