import RESP
import TestSupport
import Testing

struct RESPDecoderTests {
    @Test(arguments: Example.all)
    func `decodes every type`(example: Example) throws {
        #expect(try messages(Array(example.bytes.utf8)) == [example.message])
    }

    @Test(arguments: Example.all)
    func `decodes the same when cut anywhere`(example: Example) throws {
        let bytes = Array(example.bytes.utf8)
        for cut in 0...bytes.count {
            #expect(try messages(bytes, cutAt: [cut]) == [example.message])
        }
    }

    @Test(arguments: Example.all)
    func `waits for more when the end is missing`(example: Example) throws {
        let bytes = Array(example.bytes.utf8)
        for count in 0..<bytes.count {
            #expect(try messages(Array(bytes[..<count])) == [])
        }
    }

    @Test func `pushes and attributes may come between replies`() throws {
        let bytes = ">2\r\n+invalidate\r\n*1\r\n$1\r\nk\r\n|1\r\n+ttl\r\n:3\r\n+OK\r\n:1\r\n"
        let push: RESPMessage = .push([
            text("invalidate", as: RESPValue.simple), .array([bulk("k")]),
        ])
        #expect(
            try messages(Array(bytes.utf8)) == [
                push, .reply(text("OK", as: RESPValue.simple)), .reply(.integer(1)),
            ]
        )
    }

    @Test func `an attribute inside an array takes no place in it`() throws {
        let bytes = "*2\r\n:1\r\n|1\r\n+ttl\r\n*1\r\n:9\r\n:2\r\n"
        #expect(try messages(Array(bytes.utf8)) == [.reply(.array([.integer(1), .integer(2)]))])
    }

    @Test func `a string too long to keep is read past, its beginning kept`() throws {
        var limits = RESPLimits()
        limits.longestKeptString = 8
        limits.oversizedPrefix = 3
        let bytes = Array("$20\r\nabcdefghijklmnopqrst\r\n:7\r\n".utf8)
        let expected: [RESPMessage] = [
            .reply(.oversized(prefix: Array("abc".utf8), length: 20)), .reply(.integer(7)),
        ]
        for cut in 0...bytes.count {
            #expect(try messages(bytes, cutAt: [cut], limits: limits) == expected)
        }
        #expect(try messages(bytes, cutAt: Array(0...bytes.count), limits: limits) == expected)
    }

    @Test(arguments: Hostile.all)
    func `refuses what no server sends`(hostile: Hostile) {
        #expect(throws: hostile.error) { try messages(Array(hostile.bytes.utf8)) }
    }

    @Test func `stays failed after an error`() {
        var decoder = RESPDecoder()
        decoder.append(Array("HTTP/1.1 400".utf8))
        #expect(throws: RESPError.unknownType(Array("HTTP/1.1".utf8))) { try decoder.next() }
        decoder.append(Array("+OK\r\n".utf8))
        #expect(throws: RESPError.unknownType(Array("HTTP/1.1".utf8))) { try decoder.next() }
    }

    @Test func `a claimed length allocates nothing`() throws {
        var decoder = RESPDecoder()
        decoder.append(Array("*1048576\r\n$536870912\r\n".utf8))
        #expect(try decoder.next() == nil)
    }
}

/// One value on the wire and what it means.
struct Example: Sendable, CustomTestStringConvertible {
    let bytes: String
    let message: RESPMessage

    var testDescription: String { bytes.debugDescription }

    init(_ bytes: String, _ value: RESPValue) {
        self.bytes = bytes
        message = .reply(value)
    }

    static let all: [Example] = [
        Example("+OK\r\n", text("OK", as: RESPValue.simple)),
        Example("+\r\n", .simple([])),
        Example("-ERR no\r\n", text("ERR no", as: RESPValue.error)),
        Example(":-42\r\n", .integer(-42)),
        Example(":9223372036854775807\r\n", .integer(.max)),
        Example(":-9223372036854775808\r\n", .integer(.min)),
        Example("$5\r\na\r\nbc\r\n", bulk("a\r\nbc")),
        Example("$0\r\n\r\n", .bulk([])),
        Example("$-1\r\n", .null),
        Example("*-1\r\n", .null),
        Example("_\r\n", .null),
        Example("#t\r\n", .boolean(true)),
        Example("#f\r\n", .boolean(false)),
        Example(",3.25\r\n", .double(3.25)),
        Example(",-inf\r\n", .double(-.infinity)),
        Example(
            "(123456789012345678901\r\n",
            text("123456789012345678901", as: RESPValue.bigNumber)
        ),
        Example("!7\r\nERR bad\r\n", text("ERR bad", as: RESPValue.error)),
        Example("=7\r\ntxt:abc\r\n", text("abc", as: RESPValue.verbatim)),
        Example("*0\r\n", .array([])),
        Example("*2\r\n:1\r\n*1\r\n$1\r\nx\r\n", .array([.integer(1), .array([bulk("x")])])),
        Example("%1\r\n+a\r\n:1\r\n", .map([text("a", as: RESPValue.simple), .integer(1)])),
        Example("~2\r\n:1\r\n:2\r\n", .set([.integer(1), .integer(2)])),
        Example("$?\r\n;4\r\nHell\r\n;1\r\no\r\n;0\r\n", bulk("Hello")),
        Example("*?\r\n:1\r\n*?\r\n.\r\n.\r\n", .array([.integer(1), .array([])])),
        Example("%?\r\n+a\r\n:1\r\n.\r\n", .map([text("a", as: RESPValue.simple), .integer(1)])),
    ]
}

/// Bytes that must end in an error, and which.
struct Hostile: Sendable, CustomTestStringConvertible {
    let bytes: String
    let error: RESPError

    var testDescription: String { bytes.prefix(40).debugDescription }

    init(_ bytes: String, _ error: RESPError) {
        self.bytes = bytes
        self.error = error
    }

    static let all: [Hostile] = [
        Hostile("$9223372036854775807\r\n", .overLimit("length 9223372036854775807")),
        Hostile("*4611686018427387904\r\n", .overLimit("count 4611686018427387904")),
        Hostile("%4611686018427387904\r\n", .overLimit("count 4611686018427387904")),
        Hostile("$-2\r\n", .overLimit("length -2")),
        Hostile("$99999999999999999999\r\n", .badNumber(Array("99999999999999999999".utf8))),
        Hostile("$\r\n", .badNumber([])),
        Hostile(":1.5\r\n", .badNumber(Array("1.5".utf8))),
        Hostile(":\r\n", .badNumber([])),
        Hostile(",0x1p3\r\n", .badNumber(Array("0x1p3".utf8))),
        Hostile("#x\r\n", .badNumber(Array("x".utf8))),
        Hostile("$1\r\nab\r\n", .missingLineEnd),
        Hostile("\r\n", .unknownType([0x0D, 0x0A])),
        Hostile("\u{16}\u{3}\u{1}", .unknownType([0x16, 3, 1])),
        Hostile(".\r\n", .misplaced(UInt8(ascii: "."))),
        Hostile(";4\r\n", .misplaced(UInt8(ascii: ";"))),
        Hostile("*1\r\n>1\r\n:1\r\n", .misplaced(UInt8(ascii: ">"))),
        Hostile("%?\r\n:1\r\n.\r\n", .misplaced(UInt8(ascii: "."))),
        Hostile("*1\r\n.\r\n", .misplaced(UInt8(ascii: "."))),
        Hostile("$?\r\n+OK\r\n", .misplaced(UInt8(ascii: "+"))),
        Hostile(String(repeating: "*1\r\n", count: 33), .overLimit("nesting deeper than 32")),
        Hostile(
            "+" + String(repeating: "a", count: 65_537) + "\r\n",
            .overLimit("line longer than 65536 bytes")
        ),
        Hostile(
            "+" + String(repeating: "a", count: 65_600),
            .overLimit("line longer than 65536 bytes")
        ),
    ]
}

func bulk(_ string: String) -> RESPValue { .bulk(Array(string.utf8)) }

func text(_ string: String, as make: ([UInt8]) -> RESPValue) -> RESPValue {
    make(Array(string.utf8))
}

/// Everything a decoder yields from bytes that arrive in pieces cut at the given offsets.
func messages(
    _ bytes: [UInt8],
    cutAt cuts: [Int] = [],
    limits: RESPLimits = RESPLimits()
) throws -> [RESPMessage] {
    var decoder = RESPDecoder(limits: limits)
    var messages: [RESPMessage] = []
    var start = 0
    for cut in cuts + [bytes.count] {
        decoder.append(bytes[start..<cut])
        start = cut
        while let message = try decoder.next() { messages.append(message) }
    }
    return messages
}
