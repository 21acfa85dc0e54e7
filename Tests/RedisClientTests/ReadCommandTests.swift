import RESP
import RedisClient
import Testing

struct ReadCommandTests {
    /// One of each kind, on a key with bytes that no text could hold.
    static let commands: [ReadCommand] = {
        let key: [UInt8] = [0, 13, 10, 255]
        return [
            .info, .latencyHistogram, .slowLog(count: 16),
            .scan(cursor: Array("17".utf8), count: 100),
            .memoryUsage(key: key), .objectFrequency(key: key), .objectIdleTime(key: key),
            .type(key: key),
            .timeToLive(key: key), .sortedSetSize(key: key), .topMembers(key: key, count: 50),
            .beginning(key: key, bytes: 64), .setting(.bind), .objectEncoding(key: key),
            .startTracking,
            .trackNext, .hotKeys, .clientList, .someMembers(key: key, count: 20),
            .setSize(key: key), .slotStatistics(first: 0, last: 511), .streamGroups(key: key),
            .databaseSize,
            .scanType(cursor: Array("17".utf8), count: 100, type: Array("zset".utf8)),
        ]
    }()

    @Test func `there is one example of each kind`() {
        #expect(Self.commands.map(\.kind) == ReadCommand.Kind.allCases)
    }

    @Test(arguments: commands)
    func `a command is what its ACL rule says it is`(command: ReadCommand) {
        let words = command.wire.words.map { String(decoding: $0, as: UTF8.self).lowercased() }
        let rule = command.kind.accessRule.dropFirst().split(separator: "|").map(String.init)
        #expect(Array(words.prefix(rule.count)) == rule)
    }

    @Test(arguments: commands)
    func `a command arrives as it was meant`(command: ReadCommand) throws {
        var bytes: [UInt8] = []
        command.wire.encode(into: &bytes)
        var decoder = RESPDecoder()
        decoder.append(bytes)
        #expect(try decoder.next() == .reply(.array(command.wire.words.map { .bulk($0) })))
    }

    @Test func `the LFU settings are asked for as others are`() {
        #expect(ReadCommand.lfuSettings.kind == .settings)
    }

    @Test(arguments: ServerSetting.allCases)
    func `a setting that is asked for is no secret`(setting: ServerSetting) {
        let words = ["pass", "auth-pass", "auth-user", "masterauth", "key", "cert", "acl", "*"]
        #expect(words.allSatisfy { !setting.rawValue.contains($0) })
    }

    @Test func `no command of the list can write, run scripts or block`() {
        let names = Set(Self.commands.map { String(decoding: $0.wire.words[0], as: UTF8.self) })
        #expect(
            names.isDisjoint(with: [
                "SET", "DEL", "EVAL", "MONITOR", "KEYS", "DEBUG", "FLUSHALL", "SHUTDOWN",
            ])
        )
    }
}
