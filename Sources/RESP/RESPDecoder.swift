/// Turns bytes into messages, however the network cut them.
///
/// The decoder is incremental and iterative: bytes go in with `append`, whole messages come out of
/// `next`, and what is incomplete stays inside. Each byte is looked at a bounded number of times
/// whatever the cuts (a half-read aggregate waits on a stack and is never parsed again), nothing is
/// allocated from a length that was only claimed, and no input traps: it ends in a message, in
/// "more bytes, please" (`nil`), or in a `RESPError`, after which the decoder stays failed.
package struct RESPDecoder: Sendable {
    private let limits: RESPLimits
    private var buffer: [UInt8] = []
    /// The first byte not yet used.
    private var start = 0
    /// No line ends between `start` and here.
    private var scanned = 0
    private var open: [OpenAggregate] = []
    private var string: OpenString?
    private var values = 0
    private var bytesHeld = 0
    private var failure: RESPError?

    /// A decoder at the beginning of a stream.
    package init(limits: RESPLimits = RESPLimits()) {
        self.limits = limits
    }

    /// Takes the next bytes of the stream.
    package mutating func append(_ bytes: some Sequence<UInt8>) {
        guard failure == nil else { return }
        if start > 0, start >= buffer.count / 2 {
            buffer.removeFirst(start)
            scanned = max(0, scanned - start)
            start = 0
        }
        buffer.append(contentsOf: bytes)
    }

    /// The next whole message, or `nil` until more bytes arrive.
    package mutating func next() throws(RESPError) -> RESPMessage? {
        if let failure { throw failure }
        do throws(RESPError) {
            while let step = try step() {
                if let message = try deliver(step) { return message }
            }
            return nil
        } catch {
            failure = error
            buffer = []
            open = []
            throw error
        }
    }
}

/// What one step of the decoder produced; `nil` in its place asks for more bytes.
private enum Step {
    case value(RESPValue)
    case push([RESPValue])
    case progress
}

/// A collection whose members are still arriving.
private struct OpenAggregate: Sendable {
    enum Kind: Sendable { case array, map, set, push, attribute }
    let kind: Kind
    /// Members still to come, or `nil` when a `.` will end the collection.
    var remaining: Int?
    var members: [RESPValue] = []
}

/// A string whose bytes are still arriving.
private struct OpenString: Sendable {
    enum Kind: Sendable { case bulk, error, verbatim }
    let kind: Kind
    /// Bytes of this piece still to come with its line end, or `nil` before a `;` piece.
    var remaining: Int?
    let isStreamed: Bool
    var kept: [UInt8] = []
    var length = 0
}

// The stream: lines and the types they open.
extension RESPDecoder {
    private mutating func step() throws(RESPError) -> Step? {
        if let string {
            return string.remaining == nil ? try openPiece() : try takePiece()
        }
        guard let line = try line() else { return nil }
        return try parse(type: line.type, rest: line.rest)
    }

    /// The next line, without its line end; consumes it.
    private mutating func line() throws(RESPError) -> (type: UInt8, rest: ArraySlice<UInt8>)? {
        guard start < buffer.count else { return nil }
        guard knownTypes.contains(buffer[start]) else {
            throw .unknownType(Array(buffer[start...].prefix(8)))
        }
        var index = max(scanned, start)
        while index + 1 < buffer.count, buffer[index] != 0x0D || buffer[index + 1] != 0x0A {
            index += 1
        }
        scanned = index
        guard index - start <= limits.longestLine else {
            throw .overLimit("line longer than \(limits.longestLine) bytes")
        }
        guard index + 1 < buffer.count else { return nil }
        defer { start = index + 2 }
        return (buffer[start], buffer[(start + 1)..<index])
    }

    private mutating func parse(
        type: UInt8,
        rest: ArraySlice<UInt8>
    ) throws(RESPError) -> Step? {
        switch type {
        case UInt8(ascii: "+"): .value(.simple(try hold(rest)))
        case UInt8(ascii: "-"): .value(.error(try hold(rest)))
        case UInt8(ascii: "("): .value(.bigNumber(try hold(rest)))
        case UInt8(ascii: ":"): .value(.integer(try integer(rest)))
        case UInt8(ascii: ","): .value(.double(try double(rest)))
        case UInt8(ascii: "#"): .value(.boolean(try boolean(rest)))
        case UInt8(ascii: "_"): .value(.null)
        case UInt8(ascii: "$"): try openString(.bulk, rest)
        case UInt8(ascii: "!"): try openString(.error, rest)
        case UInt8(ascii: "="): try openString(.verbatim, rest)
        case UInt8(ascii: "*"): try openAggregate(.array, rest)
        case UInt8(ascii: "~"): try openAggregate(.set, rest)
        case UInt8(ascii: "%"): try openAggregate(.map, rest)
        case UInt8(ascii: "|"): try openAggregate(.attribute, rest)
        case UInt8(ascii: ">"): try openAggregate(.push, rest)
        case UInt8(ascii: "."): try endStreamedAggregate()
        default: throw .misplaced(type)
        }
    }

    /// Copies bytes out of the buffer, counting them against the message's allowance.
    private mutating func hold(_ bytes: ArraySlice<UInt8>) throws(RESPError) -> [UInt8] {
        bytesHeld += bytes.count
        guard bytesHeld <= limits.mostBytesHeld else {
            throw .overLimit("message longer than \(limits.mostBytesHeld) bytes")
        }
        return Array(bytes)
    }
}

private let knownTypes = Set("+-(:,#_$!=*~%|>.;".utf8)

// Numbers and truth values.
extension RESPDecoder {
    private func integer(_ text: ArraySlice<UInt8>) throws(RESPError) -> Int64 {
        guard let number = Int64(decimal: text) else { throw .badNumber(Array(text.prefix(32))) }
        return number
    }

    private func double(_ text: ArraySlice<UInt8>) throws(RESPError) -> Double {
        if let number = Double(decimal: text) { return number }
        switch String(decoding: text.prefix(5), as: UTF8.self) {
        case "inf", "+inf": return .infinity
        case "-inf": return -.infinity
        case "nan", "-nan", "+nan": return .nan
        default: throw .badNumber(Array(text.prefix(32)))
        }
    }

    private func boolean(_ text: ArraySlice<UInt8>) throws(RESPError) -> Bool {
        switch text {
        case [UInt8(ascii: "t")]: return true
        case [UInt8(ascii: "f")]: return false
        default: throw .badNumber(Array(text.prefix(32)))
        }
    }

    /// A length or count: `nil` for `-1`, the RESP2 spelling of null.
    private func length(
        _ text: ArraySlice<UInt8>,
        atMost limit: Int,
        called name: String
    ) throws(RESPError) -> Int? {
        let number = try integer(text)
        if number == -1 { return nil }
        guard number >= 0, number <= Int64(limit) else { throw .overLimit("\(name) \(number)") }
        return Int(number)
    }
}

// Strings.
extension RESPDecoder {
    private mutating func openString(
        _ kind: OpenString.Kind,
        _ rest: ArraySlice<UInt8>
    ) throws(RESPError) -> Step? {
        guard rest != streamedMark else {
            string = OpenString(kind: kind, remaining: nil, isStreamed: true)
            return .progress
        }
        let limit = limits.longestString
        guard let length = try length(rest, atMost: limit, called: "length") else {
            return .value(.null)
        }
        string = OpenString(kind: kind, remaining: length + 2, isStreamed: false, length: length)
        return .progress
    }

    /// Reads the `;n` line before a piece of a streamed string; `;0` ends the string.
    private mutating func openPiece() throws(RESPError) -> Step? {
        guard let line = try line() else { return nil }
        guard line.type == UInt8(ascii: ";"), var piece = string else {
            throw .misplaced(line.type)
        }
        let room = limits.longestString - piece.length
        guard let length = try length(line.rest, atMost: room, called: "length") else {
            throw .badNumber(Array(line.rest.prefix(32)))
        }
        guard length > 0 else {
            string = nil
            return .value(finished(piece))
        }
        piece.remaining = length + 2
        piece.length += length
        string = piece
        return .progress
    }

    /// Takes what has arrived of the open piece; complete when its line end has been seen.
    ///
    /// An oversized string is dropped as it arrives, so it never takes more than its prefix.
    private mutating func takePiece() throws(RESPError) -> Step? {
        guard var piece = string, let remaining = piece.remaining else { return nil }
        string = nil
        defer { string = piece.remaining == nil && !piece.isStreamed ? nil : piece }
        let isKept = piece.length <= limits.longestKeptString
        if isKept, buffer.count - start < remaining { return nil }
        let content = min(remaining - 2, buffer.count - start)
        let room = isKept ? content : max(0, limits.oversizedPrefix - piece.kept.count)
        if content > 0 {
            piece.kept += try hold(buffer[start..<(start + content)].prefix(room))
            start += content
            piece.remaining = remaining - content
        }
        guard piece.remaining == 2, buffer.count - start >= 2 else { return nil }
        guard buffer[start] == 0x0D, buffer[start + 1] == 0x0A else { throw .missingLineEnd }
        start += 2
        scanned = start
        piece.remaining = nil
        return piece.isStreamed ? .progress : .value(finished(piece))
    }

    private func finished(_ string: OpenString) -> RESPValue {
        guard string.length <= limits.longestKeptString else {
            let prefix = Array(string.kept.prefix(limits.oversizedPrefix))
            return .oversized(prefix: prefix, length: string.length)
        }
        switch string.kind {
        case .bulk: return .bulk(string.kept)
        case .error: return .error(string.kept)
        case .verbatim: return .verbatim(Array(string.kept.dropFirst(4)))
        }
    }
}

private let streamedMark: ArraySlice<UInt8> = [UInt8(ascii: "?")]

// Aggregates.
extension RESPDecoder {
    private mutating func openAggregate(
        _ kind: OpenAggregate.Kind,
        _ rest: ArraySlice<UInt8>
    ) throws(RESPError) -> Step? {
        guard open.count < limits.deepestNesting else {
            throw .overLimit("nesting deeper than \(limits.deepestNesting)")
        }
        if kind == .push, !open.isEmpty { throw .misplaced(UInt8(ascii: ">")) }
        guard rest != streamedMark else {
            open.append(OpenAggregate(kind: kind, remaining: nil))
            return .progress
        }
        let limit = limits.mostValues
        guard let count = try length(rest, atMost: limit, called: "count") else {
            return .value(.null)
        }
        let members = kind == .map || kind == .attribute ? count * 2 : count
        open.append(OpenAggregate(kind: kind, remaining: members))
        return members == 0 ? closeAggregate() : .progress
    }

    private mutating func endStreamedAggregate() throws(RESPError) -> Step? {
        guard let last = open.last, last.remaining == nil else {
            throw .misplaced(UInt8(ascii: "."))
        }
        if last.kind == .map || last.kind == .attribute, !last.members.count.isMultiple(of: 2) {
            throw .misplaced(UInt8(ascii: "."))
        }
        return closeAggregate()
    }

    /// Ends the innermost collection; an attribute leaves nothing behind.
    private mutating func closeAggregate() -> Step {
        guard let last = open.popLast() else { return .progress }
        switch last.kind {
        case .array: return .value(.array(last.members))
        case .map: return .value(.map(last.members))
        case .set: return .value(.set(last.members))
        case .push: return .push(last.members)
        case .attribute: return .progress
        }
    }

    /// Puts what a step produced where it belongs; returns the message if that completes one.
    private mutating func deliver(_ step: Step) throws(RESPError) -> RESPMessage? {
        var step = step
        while case .value(let value) = step, let innermost = open.indices.last {
            try count()
            open[innermost].members.append(value)
            guard let remaining = open[innermost].remaining else { return nil }
            open[innermost].remaining = remaining - 1
            guard remaining == 1 else { return nil }
            step = closeAggregate()
        }
        switch step {
        case .value(let value): return finish(.reply(value))
        case .push(let members): return finish(.push(members))
        case .progress: return nil
        }
    }

    private mutating func count() throws(RESPError) {
        values += 1
        guard values <= limits.mostValues else {
            throw .overLimit("more than \(limits.mostValues) values")
        }
    }

    private mutating func finish(_ message: RESPMessage) -> RESPMessage {
        values = 0
        bytesHeld = 0
        return message
    }
}
