import CacheHealth
import CacheMetrics
import Dashboard
import Recording

/// The last day of what is being watched, in memory: lets the operator go back in it, as in a file.
@MainActor
final class RewindStage {
    private var memory = RewindMemory()
    private var book: CheckpointBook
    private let policy: HealthPolicy
    private let header: RecordingHeader
    private let searcher: Searcher
    /// What is played while the operator is in the past.
    private var stage: ReplayStage?
    private var recording: RecordingStatus?

    init(_ header: RecordingHeader, under policy: HealthPolicy, searcher: Searcher) {
        (self.header, self.policy, self.searcher) = (header, policy, searcher)
        book = CheckpointBook(under: policy)
    }

    /// Takes in an event; what of it is to be shown now.
    func pass(_ event: Event) -> [Event] {
        switch event {
        case .reading(let reading):
            let before = memory.forgotten
            memory.append(reading)
            book.fold(reading)
            // What is forgotten of one is forgotten of the other.
            if memory.forgotten > before { book = book.forgetting(memory.forgotten - before) }
        case .recorded(let status): recording = status
        case .lost(let count): recording.map { recording?.lost = max($0.lost, count) }
        case .key, .resized, .played, .restored, .wentLive, .told: return [event]
        }
        return stage == nil ? [event] : []
    }

    /// What is due in the past, if that is where the operator is.
    func advance() -> (events: [Event], wait: Duration?) {
        guard let stage else { return ([], nil) }
        let (events, wait) = stage.advance()
        guard stage.isAtEnd else { return (events, wait) }
        return (goLive(), nil)
    }

    /// Does what the operator wants.
    func perform(_ command: PlaybackCommand) -> [Event] {
        if case .write(let path) = command { return [.told(write(to: path))] }
        if let stage {
            if command == .live || command == .end { return goLive() }
            let events = stage.perform(command)
            return stage.isAtEnd && command != .toggle ? goLive() : events
        }
        guard command.leavesPresent else { return [] }
        guard let begun = begin() else { return [.told("nothing to go back to yet")] }
        stage = begun
        return begun.perform(command)
    }

    private func begin() -> ReplayStage? {
        guard memory.count > 1, let reader = memory.reader(named: "memory", header) else {
            return nil
        }
        let playback = Playback(reader.ticks, at: reader.ticks.count - 1, isPlaying: false)
        let stage = ReplayStage(
            OpenRecording(reader, under: policy),
            playback,
            book: book,
            searcher: searcher
        )
        _ = stage.advance()
        return stage
    }

    private func goLive() -> [Event] {
        stage = nil
        return [.restored(book.present), .wentLive(recording)]
    }

    private func write(to path: String) -> String {
        let name = path.isEmpty ? "hitscope-\(stamp).hits" : path
        do throws(RecordingError) {
            try memory.write(to: name, header)
            return "\(memory.count) samples are in \(name)"
        } catch {
            return error.description
        }
    }

    /// The time as part of a file's name.
    private var stamp: String {
        let wall = book.present.moment?.wallMicroseconds ?? 0
        return String(rfc3339(wall).prefix(19).filter { $0 != "-" && $0 != ":" })
    }
}

extension PlaybackCommand {
    /// Whether it means anything where there is nothing yet to come.
    fileprivate var leavesPresent: Bool {
        switch self {
        case .step(let count): count < 0
        case .jump(let seconds): seconds < 0
        case .event(let direction), .findNext(let direction): direction < 0
        case .begin, .go, .goTo, .reverse: true
        case .toggle, .changeSpeed, .normalSpeed, .end, .find, .loop, .quiet, .mark, .cut, .live,
            .write:
            false
        }
    }
}
