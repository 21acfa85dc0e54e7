import RESP

extension Scenario {
    /// Votes push posts up a leaderboard, which is cut to its first thousand.
    ///
    /// Row 20 of `patterns.md`. Which posts are popular drifts from minute to minute, so that ranks
    /// change: every half minute another one takes off.
    package static let trending = Scenario(
        name: "trending",
        summary: "ZINCRBY trending for posts whose popularity drifts; cut to 1,000 members",
        sickness: "never cut: every post ever voted for is still in it",
        rule: "unbounded-zset",
        weight: 20,
        keys: "trending"
    ) { dice, now, form in
        if form == .sick {
            return Request([RESPCommand("ZINCRBY", "trending", "1", "post:\(dice.next())")])
        }
        let wave = Int(now.seconds / 30)
        let isRising = dice.happens(0.25)
        let post = isRising ? 500 + wave * 7 % 400 : (posts.rank(using: &dice) + wave) % 500
        let votes = isRising ? 5 : 1
        var commands = [RESPCommand("ZINCRBY", "trending", "\(votes)", "post:\(post)")]
        if dice.happens(0.002) {
            commands.append(RESPCommand("ZREMRANGEBYRANK", "trending", "0", "-1001"))
        }
        return Request(commands)
    }

    private static let posts = Zipf(count: 500, exponent: 0.8)
}
