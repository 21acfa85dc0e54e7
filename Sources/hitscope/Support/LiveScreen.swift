import CacheMetrics
import Dashboard
import FoundationEssentials
import Painting
import Settings
import Terminal

/// The dashboard on a terminal: waits for keys and news, lets the state take them in, draws it.
///
/// It runs on the main actor and sleeps in the terminal's own wait, so no key is ever held up by a
/// server: readings come from other threads through the mailbox.
@MainActor
final class LiveScreen {
    /// Where news for the state go in, from any thread.
    let mailbox: Mailbox<Event>
    private let screen: NcursesScreen
    private let theme: Theme
    private var state: DashboardState
    private var needsDrawing = true
    /// Asks the pollers for more probes.
    var boost: () -> Void = {}

    /// What made the loop end.
    enum Ending {
        case quit
        case signal(CInt)
    }

    /// Takes over the terminal.
    init(
        _ setting: Scene.Setting,
        options: ScreenOptions,
        _ configuration: Configuration,
        nodes: Int = 1
    ) throws {
        theme = try options.chosenTheme(configuration)
        // A reading comes with word of its recording: ten minutes of each node.
        guard let mailbox = Mailbox<Event>(keeping: 1_200 * max(1, nodes)) else {
            throw CommandFailure(message: "cannot start: too many open files", code: .cannotStart)
        }
        self.mailbox = mailbox
        do throws(TerminalError) {
            screen = try NcursesScreen(
                depth: options.chosenDepth,
                glyphs: options.ascii ? .ascii : theme.glyphs
            )
        } catch {
            throw CommandFailure(message: error.description, code: .cannotStart)
        }
        var setting = setting
        setting.glyphs = screen.glyphs
        let (width, height) = screen.size
        state = DashboardState(
            setting,
            under: configuration.policy,
            width: width,
            height: height
        )
    }

    /// Takes events in and draws until the operator or the system ends it, or the time is up.
    ///
    /// `act` does what the state asks of a player and gives back the events that follow from it;
    /// `tick` says what is due at a time of its own, and how long until the next such time; `pass`
    /// is told of all that came through the mailbox, and says what of it is for the state.
    func run(
        until end: ContinuousClock.Instant? = nil,
        pass: (Event) -> [Event] = { [$0] },
        act: (PlaybackCommand) -> [Event] = { _ in [] },
        tick: () -> (events: [Event], wait: Duration?) = { ([], nil) }
    ) -> Ending {
        while true {
            let due = tick()
            due.events.forEach { take($0) }
            draw()
            let left = end.map { ContinuousClock.now.duration(to: $0) }
            if let left, left <= .zero { return .quit }
            let happened = screen.wait(
                or: mailbox,
                atMost: [due.wait, left].compactMap(\.self).min()
            )
            for event in happened {
                if let ending = handle(event, act: act) { return ending }
            }
            mailbox.takeAll().flatMap(pass).forEach { take($0) }
        }
    }

    /// Does what follows from something that happened at the terminal; not `nil` if that is the end.
    private func handle(_ event: TerminalEvent, act: (PlaybackCommand) -> [Event]) -> Ending? {
        switch event {
        case .endRequested(let signal): return signal == 0 ? .quit : .signal(signal)
        case .resized: take(.resized(width: screen.size.width, height: screen.size.height))
        case .key(let key):
            if perform(apply(.key(key)), act: act) { return .quit }
            // A key is answered before news are: what it asks for may make them moot.
            draw()
        }
        return nil
    }

    /// Gives the terminal back.
    func leave() { screen.close() }

    /// Gives the terminal back, and ends the program by a signal if that is what ended the loop.
    func close(_ ending: Ending) {
        screen.close()
        if case .signal(let number) = ending { screen.end(bySignal: number) }
    }

    private func apply(_ event: Event) -> [Effect] {
        needsDrawing = true
        return state.apply(event)
    }

    private func take(_ event: Event) { _ = apply(event) }

    /// Does what the state asks; `true` if that is to quit.
    private func perform(_ effects: [Effect], act: (PlaybackCommand) -> [Event]) -> Bool {
        for effect in effects {
            switch effect {
            case .quit: return true
            case .suspend: screen.suspend()
            case .redraw: screen.forgetWhatIsShown()
            case .copy(let text): screen.copy(base64: Data(text.utf8).base64EncodedString())
            case .boost: boost()
            case .playback(let command): act(command).forEach { take($0) }
            }
        }
        return false
    }

    private func draw() {
        guard needsDrawing else { return }
        needsDrawing = false
        let (width, height) = state.size
        screen.present(Screen.canvas(of: state.scene, width: width, height: height), in: theme)
    }
}
