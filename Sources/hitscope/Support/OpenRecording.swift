import CacheHealth
import CacheMetrics
import Dashboard
import Painting
import Recording

/// A recording, opened, and the states of the dashboard at its ticks.
struct OpenRecording {
    private(set) var reader: RecordingReader

    /// How it is judged.
    let policy: HealthPolicy

    /// Ticks of which a bit was flipped, and could be flipped back.
    private(set) var mended: Int

    /// Where things happened, from 0 (first tick) to 1 (last).
    private(set) var events: [Double]

    /// As far as anything on the screen reaches back: an hour, and two minutes because some of it is
    /// kept by the minute.
    private static let beatsBack = MetricHistory.length + 120

    /// Bytes that are looked at to show the beginning.
    private static let beginning = 1 << 17

    /// A recording that is in memory.
    init(_ reader: RecordingReader, under policy: HealthPolicy = HealthPolicy()) {
        (self.reader, self.policy) = (reader, policy)
        mended = 0
        events = Playback(reader.ticks, isPlaying: false).events
    }

    /// A recording, or of a large one what is enough to show its beginning; the rest is read on.
    init(
        _ path: String,
        under policy: HealthPolicy = HealthPolicy(),
        beginningOnly: Bool = false
    ) throws {
        self.policy = policy
        do throws(RecordingError) {
            reader = try Self.open(path, beginningOnly)
        } catch {
            throw CommandFailure(message: error.description, code: .cannotRead)
        }
        mended = reader.ticks.count { $0.isMended }
        events = Playback(reader.ticks, isPlaying: false).events
        if mended > 0 {
            let ticks = mended == 1 ? "1 tick" : "\(mended) ticks"
            warn("\(path): a bit was flipped in \(ticks), and is flipped back")
        }
        // Whoever reads on must know that something is missing.
        guard !reader.damages.isEmpty else { return }
        let bytes = reader.damages.reduce(0) { $0 + Double($1.bytes.count) }
        warn(
            "\(path): damaged: \(Figures.bytes(bytes)) in \(places) cannot be read and is left out"
        )
    }

    /// Reads on in a file that somebody may be writing; whether there was anything new.
    mutating func readOn(in path: String) -> Bool {
        guard reader.readOn(in: path) else { return false }
        mended = reader.ticks.count { $0.isMended }
        events = Playback(reader.ticks, isPlaying: false).events
        return true
    }

    private static func open(
        _ path: String,
        _ beginningOnly: Bool
    ) throws(RecordingError) -> RecordingReader {
        // A beginning that is damaged tells nothing of the rest.
        if beginningOnly, let reader = try? RecordingReader(opening: path, atMost: beginning),
            reader.damages.isEmpty
        {
            return reader
        }
        return try RecordingReader(opening: path)
    }

    private var places: String {
        reader.damages.count == 1 ? "1 place" : "\(reader.damages.count) places"
    }

    /// What the dashboard of this recording is set to, wherever it is shown.
    func setting(glyphs: GlyphSet = .unicode) -> Scene.Setting {
        Scene.Setting(
            target: reader.header.description.targets.joined(separator: ", "),
            interval: interval,
            zoneSeconds: reader.header.description.zoneSeconds,
            glyphs: glyphs
        )
    }

    /// The time from one beat to the next.
    var interval: Duration { .microseconds(max(1, reader.header.description.intervalMicroseconds)) }

    /// The ticks to be folded for the picture at a tick, that tick included.
    func foldingRange(for tick: Int) -> ClosedRange<Int> {
        let playback = Playback(reader.ticks, isPlaying: false)
        return playback.foldingStart(for: tick, reachingBack: interval * Self.beatsBack)...tick
    }

    /// The dashboard as it was when a tick had been shown and written down.
    func state(at tick: Int, width: Int, height: Int, glyphs: GlyphSet = .unicode) -> DashboardState
    {
        let setting = setting(glyphs: glyphs)
        var state = DashboardState(setting, under: policy, width: width, height: height)
        let range = foldingRange(for: tick)
        var cursor = reader.cursor(at: range.lowerBound)
        while cursor.tick <= tick, let reading = cursor.next() {
            _ = state.apply(.reading(reading))
        }
        let status = RecordingStatus(
            bytes: reader.ticks[tick].end,
            sinceMicroseconds: reader.ticks[0].wallMicroseconds
        )
        _ = state.apply(.recorded(status))
        return state
    }
}
