import CacheMetrics
import RESP
import RedisClient

/// What the server has refused, so that it is not asked again every second.
///
/// A refused attempt lands in the server's ACL log and error statistics: asking on would make the
/// watcher the anomaly it shows. One attempt in five minutes notices a changed rule.
struct Permissions: Sendable {
    private var states = [State](repeating: .untried, count: ReadCommand.Kind.allCases.count)
    private static let patience = Duration.seconds(300)

    private enum State: Sendable {
        case untried
        case answered
        case refused(Refusal.Reason, askAgain: Duration)
    }

    /// Which of the commands may be sent, `elapsed` after the start.
    ///
    /// Of a kind that has never been answered only the first is, so that a refusal costs the server
    /// one entry in its log and not one for each key.
    func choose(_ commands: [ReadCommand], at elapsed: Duration) -> [Bool] {
        var tried: Set<ReadCommand.Kind> = []
        return commands.map { command in
            switch states[Int(command.kind.rawValue)] {
            case .answered: true
            case .untried: tried.insert(command.kind).inserted
            case .refused(_, let askAgain):
                elapsed >= askAgain && tried.insert(command.kind).inserted
            }
        }
    }

    /// Learns from a reply.
    mutating func note(_ reply: RESPValue, to command: ReadCommand, at elapsed: Duration) {
        let index = Int(command.kind.rawValue)
        if let reason = reply.refusal {
            states[index] = .refused(reason, askAgain: elapsed + Self.patience)
        } else if reply.error == nil {
            states[index] = .answered
        }
    }

    /// Everything refused at present, in a fixed order.
    var refusals: [Refusal] {
        ReadCommand.Kind.allCases.compactMap { kind in
            guard case .refused(let reason, _) = states[Int(kind.rawValue)] else { return nil }
            return Refusal(accessRule: kind.accessRule, reason: reason)
        }
    }

    /// What a collector is told in place of the reply to a command that was not sent.
    static let unasked = RESPValue.error(Array("NOPERM not asked: refused to run it before".utf8))
}
