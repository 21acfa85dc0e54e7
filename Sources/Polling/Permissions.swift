import CacheMetrics
import RESP
import RedisClient

/// What the server has refused, so that it is not asked again every second.
///
/// A refused attempt lands in the server's ACL log and error statistics: asking on would make the
/// watcher the anomaly it shows. One attempt in five minutes notices a changed rule.
struct Permissions: Sendable {
    private var states = [State](repeating: .untried, count: ReadCommand.Kind.allCases.count)
    /// How often in a row a kind of command was refused its key.
    private var keysDenied = [Int](repeating: 0, count: ReadCommand.Kind.allCases.count)
    /// How long a refusal stands before it is tried.
    static let patience = Duration.seconds(300)
    /// So many keys in a row, and none that was allowed: the user may see few of them or none.
    private static let mostKeysDenied = 32

    private enum State: Sendable {
        case untried
        case answered
        case refused(Refusal.Reason, askAgain: Duration)
        case refusedKeys(askAgain: Duration)
    }

    /// Which of the commands may be sent, `elapsed` after the start.
    ///
    /// Of a kind that has never been answered only the first is, so that a refusal costs the server
    /// one entry in its log and not one for each key.
    func choose(_ commands: [ReadCommand], at elapsed: Duration) -> [Bool] {
        var tried: Set<ReadCommand.Kind> = []
        // What is to be tracked goes together with the asking for it, or both wait.
        var waitsForTracking = false
        return commands.map { command in
            if case .trackNext = command, case .untried = states[Int(command.kind.rawValue)] {
                waitsForTracking = !tried.insert(command.kind).inserted
                return !waitsForTracking
            }
            guard !waitsForTracking else {
                waitsForTracking = false
                return false
            }
            return switch states[Int(command.kind.rawValue)] {
            case .answered: true
            case .untried: tried.insert(command.kind).inserted
            case .refused(_, let askAgain), .refusedKeys(let askAgain):
                elapsed >= askAgain && tried.insert(command.kind).inserted
            }
        }
    }

    /// Learns from a reply.
    mutating func note(_ reply: RESPValue, to command: ReadCommand, at elapsed: Duration) {
        let index = Int(command.kind.rawValue)
        if let reason = reply.refusal {
            states[index] = .refused(reason, askAgain: elapsed + Self.patience)
        } else if reply.refusesKey {
            keysDenied[index] += 1
            guard keysDenied[index] >= Self.mostKeysDenied else { return }
            states[index] = .refusedKeys(askAgain: elapsed + Self.patience)
        } else if reply.error == nil {
            states[index] = .answered
            keysDenied[index] = 0
        }
    }

    /// Everything refused at present, in a fixed order.
    var refusals: [Refusal] {
        let commands = ReadCommand.Kind.allCases.compactMap { kind -> Refusal? in
            guard case .refused(let reason, _) = states[Int(kind.rawValue)] else { return nil }
            return Refusal(accessRule: kind.accessRule, reason: reason)
        }
        let keys = states.contains { if case .refusedKeys = $0 { true } else { false } }
        return commands + (keys ? [Refusal(accessRule: Self.everyKey, reason: .notPermitted)] : [])
    }

    /// The ACL rule that gives access to every key.
    static let everyKey = "~*"

    /// What a collector is told in place of the reply to a command that was not sent.
    static let unasked = RESPValue.error(Array("NOPERM not asked: refused to run it before".utf8))
}
