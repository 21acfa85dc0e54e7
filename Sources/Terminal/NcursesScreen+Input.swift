import CNcurses
import Glibc
import Painting

extension NcursesScreen {
    /// Sleeps until something happens, there are letters in the box or the time is up, and says what
    /// happened at the terminal.
    package func wait<Letter>(
        or mailbox: Mailbox<Letter>,
        atMost timeout: Duration?
    ) -> [TerminalEvent] {
        let milliseconds = timeout.map { max(0, Int64(($0 / .milliseconds(1)).rounded(.up))) }
        let found = cn_wait(mailbox.descriptor, 0, CInt(clamping: milliseconds ?? -1))
        var events: [TerminalEvent] = []
        if found & CInt(CN_SIGNAL.rawValue) != 0 { events += signals() }
        if found & CInt(CN_INPUT.rawValue) != 0 { events += keys() }
        // A terminal that is gone stays readable for ever; without this the loop would spin.
        if found & CInt(CN_HANGUP.rawValue) != 0 { events.append(.endRequested(signal: 0)) }
        return events
    }

    /// Stops the program as the shell's ^Z does, until it is continued.
    package func suspend() {
        cn_suspend()
        _ = cn_follow_size()
        forgetWhatIsShown()
    }

    /// Ends the program by a signal, so that whoever started it learns why; the screen is closed.
    package func end(bySignal signal: CInt) {
        close()
        cn_die_by(signal)
    }

    private func signals() -> [TerminalEvent] {
        var events: [TerminalEvent] = []
        while case let signal = cn_next_signal(), signal != 0 {
            switch signal {
            case SIGWINCH: break
            case SIGTSTP: suspend()
            case SIGCONT: forgetWhatIsShown()
            default: events.append(.endRequested(signal: signal))
            }
        }
        if cn_follow_size() != 0 {
            forgetWhatIsShown()
            events.append(.resized)
        }
        return events
    }

    private func keys() -> [TerminalEvent] {
        var events: [TerminalEvent] = []
        var value: UInt32 = 0
        var number: CInt = 0
        // A pasted novel must not keep the screen from being drawn: the rest comes next time.
        for _ in 0..<256 {
            let kind = unsafe cn_next_key(&value, &number)
            guard kind != 0 else { break }
            let key = kind == 1 ? Key(character: value) : Key(code: value, number: Int(number))
            if let key { events.append(.key(key)) }
        }
        return events
    }
}

extension Key {
    fileprivate init?(character value: UInt32) {
        switch value {
        case 9: self = .tab
        case 10, 13: self = .enter
        case 27: self = .escape
        case 8, 127: self = .backspace
        case 28: self = .control("\\")
        case 1...26: self = .control(Unicode.Scalar(UInt8(value) + 96))
        case 32...: self = Unicode.Scalar(value).map(Key.character) ?? .escape
        default: return nil
        }
    }

    fileprivate init?(code: UInt32, number: Int) {
        switch code {
        case CN_KEY_UP.rawValue: self = .up
        case CN_KEY_DOWN.rawValue: self = .down
        case CN_KEY_LEFT.rawValue: self = .left
        case CN_KEY_RIGHT.rawValue: self = .right
        case CN_KEY_HOME.rawValue: self = .home
        case CN_KEY_END.rawValue: self = .end
        case CN_KEY_PAGE_UP.rawValue: self = .pageUp
        case CN_KEY_PAGE_DOWN.rawValue: self = .pageDown
        case CN_KEY_ENTER.rawValue: self = .enter
        case CN_KEY_BACKSPACE.rawValue: self = .backspace
        case CN_KEY_DELETE.rawValue: self = .delete
        case CN_KEY_BACK_TAB.rawValue: self = .backTab
        case CN_KEY_FUNCTION.rawValue: self = .function(number)
        default: return nil
        }
    }
}
