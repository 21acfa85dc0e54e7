import Glibc

/// Why the terminal cannot be used.
package enum TerminalError: Error, Equatable, CustomStringConvertible {
    /// Standard input or output is something else, such as a pipe or a file.
    case notATerminal
    /// No entry describes the terminal that `TERM` names.
    case unknownTerminal(String)

    package var description: String {
        switch self {
        case .notATerminal: "standard input and output are not a terminal; use hitscope snapshot"
        case .unknownTerminal(let name):
            "cannot use terminal \"\(name)\"; set TERM, for example to xterm-256color, or use hitscope snapshot"
        }
    }
}
