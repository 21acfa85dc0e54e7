import CacheMetrics
import TestSupport
import Testing

/// Versions that are behind the newest of the same thing, as sweeps over the keys meet them.
struct VersionCensusTests {
    private func key(
        _ name: String,
        bytes: Int64 = 100,
        idle: Int64 = 0,
        ttl: Int64 = -1
    )
        -> SurveyedKey
    {
        var key = SurveyedKey(KeyName(Array(name.utf8)))
        (key.memoryBytes, key.idleSeconds, key.timeToLiveMilliseconds) = (bytes, idle, ttl)
        return key
    }

    /// What a census says of versions after a sweep over some keys.
    private func versions(_ keys: [SurveyedKey], hidesKeys: Bool = false) -> [VersionedPattern] {
        var census = KeyCensus()
        for key in keys { census.add(key) }
        census.endSweep()
        return census.table(at: 0, hidesKeys: hidesKeys).versions
    }

    @Test func `all but the newest version of each thing are behind`() throws {
        // User n has versions 1 to n % 4 + 1: of four users in a row ten keys, six of them behind.
        let keys = (0..<400).flatMap { user in
            (1...(user % 4 + 1)).map { key("user:\(user):v\($0)", idle: $0 == 1 ? 4_000 : 5) }
        }
        let family = try #require(versions(keys).first)
        #expect(String(decoding: family.template, as: UTF8.self) == "user:*:v*")
        #expect(family.entities == 400)
        #expect((family.currentKeys, family.staleKeys) == (400, 600))
        #expect((family.currentBytes, family.staleBytes) == (40_000, 60_000))
        #expect((family.staleLasting, family.staleIdle) == (600, 300))
        #expect(family.staleByteShare == 0.6)
        #expect(family.staleShare.low > 0.55 && family.staleShare.high < 0.65)
    }

    @Test func `a version may be anywhere in a name`() throws {
        let keys = (0..<300).flatMap { page in
            ["v3", "v4"].map { key("cache:\($0):page:\(page)", ttl: 5_000) }
        }
        let family = try #require(versions(keys).first)
        #expect(String(decoding: family.template, as: UTF8.self) == "cache:v*:page:*")
        #expect((family.currentKeys, family.staleKeys, family.staleLasting) == (300, 300, 0))
    }

    @Test func `names without versions, or with one for each thing, say nothing`() {
        #expect(versions((0..<400).map { key("user:\($0):profile") }).isEmpty)
        #expect(versions((0..<400).map { key("user:\($0):v\($0 % 5)") }).isEmpty)
        // A word is a version only as a whole.
        let words = (0..<400).flatMap { user in
            ["vip", "v2beta", "av3", "v", "v12345678901"].map { key("user:\(user):\($0)") }
        }
        #expect(versions(words).isEmpty)
    }

    @Test func `what the next sweep does not meet again is gone`() throws {
        var census = KeyCensus()
        for user in 0..<300 {
            census.add(key("user:\(user):v1"))
            census.add(key("user:\(user):v2"))
        }
        census.endSweep()
        #expect(census.table(at: 0).versions.first?.staleKeys == 300)
        census.begin(slice: 0)
        for user in 0..<300 { census.add(key("user:\(user):v2")) }
        census.endSweep()
        #expect(census.table(at: 0).versions.isEmpty)
    }

    @Test func `of very many things a random part is followed, with all its versions`() throws {
        let keys = (0..<20_000).flatMap { user in (1...3).map { key("user:\(user):v\($0)") } }
        let family = try #require(versions(keys).first)
        #expect(family.entities < 1_000 && family.entities > 200)
        #expect(family.staleKeys == 2 * family.currentKeys)
    }

    @Test func `where names are hidden a family of few keys is too`() {
        let keys = (1...4).map { key("launch-plan:v\($0)") }
        #expect(versions(keys).count == 1)
        #expect(versions(keys, hidesKeys: true).isEmpty)
    }
}
