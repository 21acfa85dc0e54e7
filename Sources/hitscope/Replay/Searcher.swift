import CacheMetrics
import FoundationEssentials
import Recording
import Terminal

/// Looks for conditions with every processor, while the screen's thread goes on painting.
///
/// Asked on the screen's thread and answered there: what it found lies in a mailbox until somebody
/// looks. A new question, or a stop, ends the one before within some sixty ticks.
@MainActor
final class Searcher {
    private nonisolated let (questions, asking) = AsyncStream<Question>.makeStream()
    private nonisolated let answers: Mailbox<Answer>
    /// The number of the question asked last; answers to others come too late.
    private var latest = 0

    private struct Question: Sendable {
        let number: Int
        /// What is to be found out; nothing, if no more is wanted than that the rest is given up.
        let task: (search: ConditionSearch, condition: Condition, reader: RecordingReader)?
    }

    private struct Answer: Sendable {
        let number: Int
        let search: ConditionSearch
        let state: ConditionSearch.State
    }

    /// One who looks for nothing yet.
    init() throws {
        guard let answers = Mailbox<Answer>() else {
            throw CommandFailure(message: "cannot start: too many open files", code: .cannotStart)
        }
        self.answers = answers
    }

    /// Begins to look for what a search is after.
    func ask(_ search: ConditionSearch, for condition: Condition, in reader: RecordingReader) {
        latest += 1
        asking.yield(Question(number: latest, task: (search, condition, reader)))
    }

    /// Gives up what is looked for.
    func stop() {
        latest += 1
        asking.yield(Question(number: latest, task: nil))
    }

    /// How the search that was asked for last is going, if that is not known already.
    func news() -> (search: ConditionSearch, state: ConditionSearch.State)? {
        answers.takeAll().last { $0.number == latest }.map { ($0.search, $0.state) }
    }

    /// Answers questions until cancelled.
    @concurrent
    nonisolated func run() async {
        var question = await next()
        while let asked = question {
            question = await withTaskGroup(of: Outcome.self) { group in
                group.addTask {
                    await self.answer(asked)
                    return .answered
                }
                group.addTask { .asked(await self.next()) }
                for await case .asked(let next) in group {
                    group.cancelAll()
                    return next
                }
                return nil
            }
        }
    }

    /// What happens first: the end of a search, or the next question.
    private enum Outcome: Sendable {
        case answered
        case asked(Question?)
    }

    private nonisolated func next() async -> Question? {
        for await question in questions { return question }
        return nil
    }

    private nonisolated func answer(_ question: Question) async {
        guard let (begun, condition, reader) = question.task else { return }
        await withTaskGroup(of: SearchStretch?.self) { group in
            let hands = max(2, ProcessInfo.processInfo.activeProcessorCount)
            var (search, looked) = (begun, 0)
            while true {
                while looked < hands, let ticks = search.nextStretch() {
                    looked += 1
                    group.addTask {
                        SearchStretch(ticks, of: reader, for: condition) { Task.isCancelled }
                    }
                }
                let state = search.state()
                answers.post(Answer(number: question.number, search: search, state: state))
                guard case .looking = state, let stretch = await group.next() ?? nil else { break }
                looked -= 1
                search.take(stretch)
            }
            group.cancelAll()
        }
    }
}
