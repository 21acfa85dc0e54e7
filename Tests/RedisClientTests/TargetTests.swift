import RedisClient
import Testing

struct TargetTests {
    @Test(arguments: [
        ("cache-1", "redis://cache-1:6379"),
        ("cache-1:7000", "redis://cache-1:7000"),
        ("redis://cache-1", "redis://cache-1:6379"),
        ("valkey://cache-1:1/3", "redis://cache-1:1/3"),
        ("redis://dash@cache-1", "redis://dash@cache-1:6379"),
        ("redis://dash:hunter2@cache-1", "redis://dash:***@cache-1:6379"),
        ("redis://:hunter2@cache-1", "redis://:***@cache-1:6379"),
        ("redis://dash:p%40ss%3A@cache-1", "redis://dash:***@cache-1:6379"),
        ("redis://", "redis://127.0.0.1:6379"),
        ("[::1]:7000", "redis://[::1]:7000"),
        ("::1", "redis://[::1]:6379"),
        ("fd40::44", "redis://[fd40::44]:6379"),
        ("unix:///run/redis.sock", "unix:///run/redis.sock"),
        ("/run/redis.sock", "unix:///run/redis.sock"),
    ])
    func `reads every spelling, and never shows a password`(text: String, shown: String) throws {
        #expect(try "\(Target(parsing: text))" == shown)
    }

    @Test func `a password may hold any character, percent-encoded`() throws {
        let target = try Target(parsing: "redis://da%20sh:p%40ss%3A%00@h")
        #expect(target.user == "da sh")
        #expect(target.password?.bytes == Array("p@ss:\0".utf8))
    }

    @Test(arguments: [
        ("", "empty target"),
        ("redis://h:99999", "port 99999 is not a number from 1 to 65535"),
        ("h:", "port  is not a number"),
        ("h:0", "port 0 is not"),
        ("redis://h/x", "the database after / is a number"),
        ("redis://h/-1", "the database after / is a number"),
        ("[::1", "the [ has no ]"),
        ("[::1]x", "after ] comes nothing or :port"),
        ("http://h", "unknown scheme http://"),
        ("rediss://h", "is not supported yet"),
        ("unix://run/x", "needs its full path"),
        ("/" + String(repeating: "a", count: 107), "at most 107 bytes"),
    ])
    func `says what is wrong with a target`(text: String, problem: String) {
        #expect { try Target(parsing: text) } throws: { "\($0)".contains(problem) }
    }

    @Test func `an error does not repeat the password`() {
        #expect { try Target(parsing: "redis://dash:hunter2@h:0") } throws: { error in
            !"\(error)".contains("hunter2") && "\(error)".contains("redis://***@h:0")
        }
    }

    @Test func `a secret shows itself to nobody`() {
        let secret = Secret(Array("hunter2".utf8))
        var dumped = ""
        dump(secret, to: &dumped)
        for shown in ["\(secret)", secret.debugDescription, String(reflecting: secret), dumped] {
            #expect(!shown.contains("hunter2") && !shown.contains("104"))
        }
    }
}
