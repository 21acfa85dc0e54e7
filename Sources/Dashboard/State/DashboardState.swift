package import CacheHealth
import CacheMetrics
import Painting

/// Everything on the screen follows from this value, and it changes by events only.
package struct DashboardState: Sendable {
    /// The window's size in cells.
    package private(set) var size: (width: Int, height: Int)
    /// What the operator has chosen to look at.
    var view = ViewState()

    private let setting: Scene.Setting
    private var mode = Scene.Mode.live(recording: nil)
    private var knowledge: Knowledge
    /// What the view stands still at, while it does.
    private var frozen: Scene?
    /// What is compared with, while it is.
    private var baseline: Scene.Baseline?
    private var readingsSinceNotice = 0

    /// A state before anything has happened.
    package init(
        _ setting: Scene.Setting,
        under policy: HealthPolicy = HealthPolicy(),
        width: Int,
        height: Int
    ) {
        self.setting = setting
        knowledge = Knowledge(under: policy)
        size = (width, height)
    }

    /// What there is to draw.
    package var scene: Scene {
        var scene = frozen ?? judged
        scene.view = view
        scene.mode = mode
        scene.newest = knowledge.moment
        scene.baseline = baseline
        scene.leaveOutMuted()
        return scene
    }

    /// What is known now, with what the rules say of it.
    private var judged: Scene {
        var scene = Scene(setting)
        (scene.history, scene.moment) = (knowledge.history, knowledge.moment)
        scene.report = knowledge.report
        return scene
    }

    /// Takes in what happened and says what is to be done about it.
    package mutating func apply(_ event: Event) -> [Effect] {
        switch event {
        case .reading(let reading): fold(reading)
        case .key(let key): return press(key)
        case .resized(let width, let height): size = (width, height)
        case .recorded(let status): mode = .live(recording: status)
        case .lost(let count): note(lost: count)
        case .played(let status): mode = .replay(status)
        case .wentLive(let recording): mode = .live(recording: recording)
        case .restored(let known): (knowledge, frozen) = (known, nil)
        case .told(let notice): tell(notice)
        }
        return []
    }

    /// Notes that so many readings will not be recorded, whatever becomes of the others.
    private mutating func note(lost count: UInt64) {
        guard case .live(var recording?) = mode else { return }
        recording.lost = max(recording.lost, count)
        mode = .live(recording: recording)
    }

    /// Tells the operator something in the last line.
    mutating func tell(_ notice: String) { (view.notice, readingsSinceNotice) = (notice, 0) }

    /// Readings after which a notice about what is being watched has been read.
    private static let noticeLasts = 12

    private mutating func fold(_ reading: Reading) {
        readingsSinceNotice += 1
        if !isReplay, readingsSinceNotice >= Self.noticeLasts { view.notice = nil }
        knowledge.fold(reading)
        frozen?.pause?.missed += 1
        frozen?.pause?.newestMicroseconds = reading.moment.wallMicroseconds
    }

    /// Freezes the view, or lets it go on from now.
    mutating func togglePause() {
        if frozen == nil {
            frozen = judged
            frozen?.pause = Scene.Pause()
        } else {
            frozen = nil
        }
    }

    /// Compares with how things are now from here on, or no longer.
    mutating func toggleDelta() {
        view.changesScroll = 0
        guard !endsDelta() else { return }
        baseline = scene.asBaseline
        tell(baseline == nil ? "nothing to compare with yet" : "compared with now from here on")
    }

    /// Compares no longer; `false` if nothing was compared.
    mutating func endsDelta() -> Bool {
        defer { baseline = nil }
        return baseline != nil
    }

    /// Whether a recording is being shown.
    var isReplay: Bool {
        if case .replay = mode { return true }
        return false
    }
}
