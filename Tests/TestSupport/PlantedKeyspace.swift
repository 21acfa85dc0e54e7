/// A key space of the shape that `keyspace.md` section 2 measures, made by the server itself.
///
/// The same seed gives the same keys. Its truth is what `keys --all` finds, or the figures here.
package enum PlantedKeyspace {
    /// Families and how many of a million keys each has.
    package static let families: [(template: String, perMillion: Int)] = [
        ("session:*", 250_000), ("cache:product:*", 250_000), ("user:*:activity", 200_000),
        ("feed:*", 50_000), ("rate:*:api", 100_000), ("flag:*", 141_430), ("tag:*:members", 5_000),
        ("leaderboard:game*", 500), ("queue:*", 50), ("events:*", 500), ("lock:order:*", 2_000),
        ("blob:*", 20),
    ]
    /// Seconds from the fill until the products expire together, and the share of them that do.
    package static let burst = (seconds: 2_400, share: 0.18)

    /// Fills a server with so many keys, give or take a few.
    package static func fill(_ server: RedisServer, keys: Int, seed: Int = 1) async throws {
        for (number, family) in families.enumerated() {
            let count = max(1, family.perMillion * keys / 1_000_000)
            for first in stride(from: 1, through: count, by: 20_000) {
                let last = min(count, first + 19_999)
                let numbers = [number + 1, first, last, seed * 1_000_003 + first].map(String.init)
                try await server.send(["EVAL", script, "0"] + numbers)
            }
        }
    }

    private static let script = """
        local family, first, last = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
        math.randomseed(tonumber(ARGV[4]))
        local random = math.random
        local function pareto(least, most)
            return math.min(most, math.floor(least / (1 - random()) ^ (1 / 1.1)))
        end
        local function normal()
            return math.sqrt(-2 * math.log(1 - random())) * math.cos(6.2831853 * random())
        end
        local function text(length) return string.rep('x', math.max(1, math.floor(length))) end
        local function ttl(key, most) redis.call('PEXPIRE', key, random(1800000, most * 1000)) end
        local makers = {
            function(i)
                local key = string.format('session:7f%014x', i * 2654435761 % 2 ^ 48)
                redis.call('SET', key, text(random(150, 400)))
                ttl(key, 86400)
            end,
            function(i)
                local key = 'cache:product:' .. i
                redis.call('SET', key, text(math.min(60000, math.exp(5.5 + normal()))))
                if random() < 0.18 then
                    redis.call('PEXPIRE', key, 2400000 + random(0, 1999))
                else
                    ttl(key, 7200)
                end
            end,
            function(i)
                local key = 'user:' .. i .. ':activity'
                redis.call('HSET', key, 'seen', i, 'name', text(random(8, 24)), 'visits', random(1, 99))
            end,
            function(i)
                local key = 'feed:' .. i
                for item = 1, random(2, 20) do redis.call('RPUSH', key, text(40)) end
            end,
            function(i)
                local key = 'rate:' .. i .. ':api'
                redis.call('SET', key, random(1, 900000))
                ttl(key, 3600)
            end,
            function(i) redis.call('SET', 'flag:' .. i, 'on') end,
            function(i)
                local key = 'tag:' .. string.char(97 + i % 26) .. text(3) .. i .. 'q:members'
                for member = 1, pareto(4, 4000) do redis.call('SADD', key, 'user:' .. member * 37) end
            end,
            function(i)
                local key = 'leaderboard:game' .. i
                for member = 1, pareto(60, 20000) do
                    redis.call('ZADD', key, random(1, 1000000), 'player:' .. member)
                end
            end,
            function(i)
                local key = 'queue:' .. i
                for item = 1, random(10, 3000) do redis.call('RPUSH', key, text(120)) end
            end,
            function(i)
                local key = 'events:' .. i
                for entry = 1, random(5, 60) do redis.call('XADD', key, '*', 'event', text(60)) end
            end,
            function(i)
                local key = 'lock:order:' .. i
                redis.call('SET', key, random(1, 2000000000))
                ttl(key, 3600)
            end,
            function(i) redis.call('SET', 'blob:' .. i, text(random(1000000, 8000000))) end,
        }
        for i = first, last do makers[family](i) end
        """
}
