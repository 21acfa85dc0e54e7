/// A command on its way to a server: its name and arguments, all bytes.
package struct RESPCommand: Sendable, Hashable {
    /// The name, then the arguments.
    package let words: [[UInt8]]

    /// A command from its words; the first one names it.
    package init(_ words: [[UInt8]]) {
        precondition(!words.isEmpty)
        self.words = words
    }

    /// A command whose words are all plain text.
    package init(_ name: String, _ arguments: String...) {
        self.init(([name] + arguments).map { Array($0.utf8) })
    }
}

extension RESPCommand {
    /// Appends the command in the form servers expect: an array of bulk strings.
    package func encode(into bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "*"))
        bytes.append(contentsOf: String(words.count).utf8)
        bytes.append(contentsOf: lineEnd)
        for word in words {
            bytes.append(UInt8(ascii: "$"))
            bytes.append(contentsOf: String(word.count).utf8)
            bytes.append(contentsOf: lineEnd)
            bytes.append(contentsOf: word)
            bytes.append(contentsOf: lineEnd)
        }
    }
}

private let lineEnd: [UInt8] = [0x0D, 0x0A]
