/// What the operator has chosen to look at, and how.
package struct ViewState: Sendable, Equatable {
    /// The pane that has the keys, by its digit.
    package var focus = 1
    /// Whether that pane fills the screen.
    package var isZoomed = false
    /// Whether the help lies over the screen.
    package var showsHelp = false
    /// How far the help is scrolled.
    package var helpScroll = 0
    /// How far the list of changes is scrolled.
    package var changesScroll = 0
    /// Which row is selected in each pane, by the row's name: it stays selected when rows move.
    package var selection: [Int: [UInt8]] = [:]
    /// How each pane's rows are sorted.
    package var sorting: [Int: Sorting] = [:]
    /// What rows must contain to be shown; empty for all.
    package var filter = ""
    /// Whether the filter is being typed.
    package var editsFilter = false
    /// What is being typed for the player, if anything.
    package var prompt: Prompt?
    /// What the operator is told in the last line, until the next key.
    package var notice: String?
    /// How much time graphs reach back.
    package var window = Window.all[Window.usual]
    /// Which board is shown, counted from 0.
    package var board = 0
    /// Findings that are not to be shown, by their rows' names, and until when: microseconds since
    /// 1970 by the clock of what is shown.
    package var muted: [[UInt8]: Int64] = [:]
    /// Which node is shown, counted from 0.
    package var node = 0

    /// The view at the start.
    package init() {}

    /// A line being typed.
    package struct Prompt: Sendable, Equatable {
        /// What it is for.
        package var kind: Kind
        /// What was typed so far.
        package var text = ""

        /// What a typed line is for.
        package enum Kind: Sendable, Equatable {
            /// A moment to go to.
            case moment
            /// A command by its name.
            case command
        }
    }

    /// A sorting chosen by the operator.
    package struct Sorting: Sendable, Equatable {
        /// The column, counted from 0 among those that can be sorted by.
        package var column = 0
        /// Whether the order is turned round.
        package var isReversed = false

        /// What stands behind the name of the column: whether the largest comes first, or the smallest.
        func mark(startsWithLargest: Bool = true) -> String {
            startsWithLargest != isReversed ? "▼" : "▲"
        }
    }

    /// A stretch of time for graphs to reach back.
    package struct Window: Sendable, Equatable {
        /// Its length in seconds.
        package let seconds: Int64
        /// Its name, such as `5m`.
        package let name: String

        /// The windows to choose from, shortest first.
        package static let all = [
            Window(seconds: 60, name: "1m"), Window(seconds: 120, name: "2m"),
            Window(seconds: 300, name: "5m"), Window(seconds: 600, name: "10m"),
            Window(seconds: 1_800, name: "30m"), Window(seconds: 3_600, name: "1h"),
        ]

        /// The place of the one to begin with.
        static let usual = 1
    }

    /// Makes the window longer by so many steps, shorter if negative.
    mutating func widenWindow(by steps: Int) {
        let place = Window.all.firstIndex(of: window) ?? Window.usual
        window = Window.all[max(0, min(Window.all.count - 1, place + steps))]
    }
}
