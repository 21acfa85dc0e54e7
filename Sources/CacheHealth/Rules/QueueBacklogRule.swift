import CacheMetrics

extension HealthRule {
    /// A queue into which more goes than comes out of it.
    package static let queueBacklog = HealthRule(
        name: "queue-backlog",
        title: "a queue is growing",
        condition:
            "a large list or stream that is a queue by its name of 64 KB and more grew by over 5 % (until 3 %) in 120 beats, all the time",
        effect: "work waits longer and longer, and memory fills with it",
        remedy: "more or faster workers; refuse or drop what is too old"
    ) { node, holds in
        let isQueue = { (name: [UInt8]) in TemplateWords(name).contains(oneOf: TemplateWords.queue)
        }
        let lists = node.judgeGrowth(of: .list, holds: holds, isQueue)
        if case .sick = lists { return lists }
        return node.judgeGrowth(of: .stream, holds: holds, isQueue)
    }
}
