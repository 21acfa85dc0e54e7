import CacheMetrics
import RESP
import RedisClient

/// What the server has refused, so that it is not asked again every second.
///
/// A refused attempt lands in the server's ACL log and error statistics: asking on would make the
/// watcher the anomaly it shows. One attempt in five minutes notices a changed rule.
struct Permissions: Sendable {
    private var refused: [String: (reason: Refusal.Reason, askAgain: Duration)] = [:]
    private var proven: Set<String> = []
    private static let patience = Duration.seconds(300)

    /// Which of the commands may be sent, `elapsed` after the start.
    ///
    /// Of a kind that has never been answered only the first is, so that a refusal costs the server
    /// one entry in its log and not one for each key.
    func choose(_ commands: [ReadCommand], at elapsed: Duration) -> [Bool] {
        var tried: Set<String> = []
        return commands.map { command in
            let rule = command.accessRule
            if proven.contains(rule) { return true }
            if let refusal = refused[rule], elapsed < refusal.askAgain { return false }
            return tried.insert(rule).inserted
        }
    }

    /// Learns from a reply.
    mutating func note(_ reply: RESPValue, to command: ReadCommand, at elapsed: Duration) {
        if let reason = reply.refusal {
            refused[command.accessRule] = (reason, elapsed + Self.patience)
            proven.remove(command.accessRule)
        } else if reply.error == nil {
            refused[command.accessRule] = nil
            proven.insert(command.accessRule)
        }
    }

    /// Everything refused at present, in a fixed order.
    var refusals: [Refusal] {
        refused.map { Refusal(accessRule: $0.key, reason: $0.value.reason) }
            .sorted { $0.accessRule < $1.accessRule }
    }

    /// What a collector is told in place of the reply to a command that was not sent.
    static let unasked = RESPValue.error(Array("NOPERM not asked: refused to run it before".utf8))
}
