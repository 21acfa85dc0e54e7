import CacheHealth
import CacheMetrics
import Settings
import Testing

struct ConfigurationTests {
    private func read(_ text: String) throws(ConfigurationError) -> Configuration {
        try ConfigurationFile.read(text, named: "config.toml")
    }

    @Test func `an empty file sets nothing`() throws {
        let configuration = try read("")
        #expect(configuration.policy == HealthPolicy())
        #expect(configuration.theme == nil && configuration.interval == nil)
    }

    @Test func `a file sets flags, thresholds, classes and patterns`() throws {
        let configuration = try read(
            """
            theme = "paper"
            interval = "2s"
            board = "scores"
            counter = ["app=hits,misses"]
            sample-budget = "1%"

            [rules.hit-rate]
            hit_ratio = "75%"
            lookups = 500
            [rules.observer]
            off = true
            [rules.big-key]
            bytes = "10mb"

            [ttl]
            session = ["10m", "2h"]

            [patterns."visit:*"]
            purpose = "session"
            ttl = ["1h", "4h"]
            off = ["no-ttl"]
            [patterns."visit:*".rules.lost-ttl]
            share = 0.5
            [patterns."tmp:*"]
            off = true
            """
        )
        #expect(configuration.theme == "paper" && configuration.interval == 2)
        #expect(configuration.boards == ["scores"])
        #expect(configuration.counters == ["app=hits,misses"])
        #expect(configuration.sampleBudget == 0.01)
        let policy = configuration.policy
        #expect(policy.thresholds["hit-rate"] == ["hit_ratio": 0.75, "lookups": 500])
        #expect(policy.thresholds["big-key"] == ["bytes": 10_485_760])
        #expect(policy.silenced == ["observer"])
        #expect(policy.lifetimes == [.session: 600...7_200])
        let visits = try #require(policy.patterns.first { $0.glob.matches(Array("visit:7".utf8)) })
        #expect(visits.purposes == [.session] && visits.lifetime == 3_600...14_400)
        #expect(visits.silenced == ["no-ttl"] && !visits.isSilenced)
        #expect(visits.thresholds == ["lost-ttl": ["share": 0.5]])
        let temporary = policy.patterns.first { $0.glob.matches(Array("tmp:7".utf8)) }
        #expect(temporary?.isSilenced == true)
    }

    private static let mistakes: [(text: String, message: String)] = [
        ("a = = b", "line 1, column 5: "),
        ("\n colour = 1", "line 2, column 2: there is no setting colour; there are theme"),
        ("theme = 5", "line 1, column 1: theme is text"),
        ("interval = \"10ms\"", "line 1, column 1: interval is out of range"),
        ("interval = \"fast\"", "line 1, column 1: interval is seconds, or a time such as"),
        ("[rules.hit-rat]\nx = 1", "line 1, column 1: there is no rule hit-rat; there are"),
        (
            "[rules.hit-rate]\n ratio = 1",
            "line 2, column 2: hit-rate has no setting ratio; it has off, hit_ratio"
        ),
        (
            "[rules]\nhit-rate.hit_ratio = \"700%\"",
            "line 2, column 1: hit_ratio is out of range: it is a share"
        ),
        ("[rules.big-key]\nbytes = -1", "line 2, column 1: bytes is out of range"),
        ("[rules.thrash]\noff = 1", "line 2, column 1: off is true or false"),
        ("[ttl]\nuser = [1, 2]", "line 2, column 1: there is no class user; there are session"),
        ("[ttl]\nstatic = [2, 1]", "line 2, column 1: static is the shortest and the longest"),
        ("[patterns.\"a:*\"]\npurpose = [\"x\"]", "line 2, column 1: there is no purpose x"),
        (
            "[patterns]\n\"a:*\" = { ttl = [\"1m\"] }",
            "line 2, column 11: ttl is the shortest and the longest time"
        ),
        ("[patterns.\"a:*\"]\nkind = 1", "line 2, column 1: a pattern has purpose, ttl, off"),
        ("[patterns.\"a:*\".rules.no-ttl]\nx = 1", "line 2, column 1: no-ttl has no setting x"),
    ]

    @Test(arguments: mistakes.indices)
    func `a mistake is told with its place and what to do`(number: Int) {
        let (text, message) = Self.mistakes[number]
        let error = #expect(throws: ConfigurationError.self) { try read(text) }
        let told = error?.description ?? ""
        #expect(told.hasPrefix("cannot use config.toml, " + message), "\(told)")
        #expect(!told.contains("\n"))
    }
}
