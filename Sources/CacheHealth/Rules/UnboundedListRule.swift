import CacheMetrics

extension HealthRule {
    /// A list that is only ever pushed to.
    package static let unboundedList = HealthRule(
        name: "unbounded-list",
        title: "a list without an end",
        condition:
            "a large list that is no queue by its name of 64 KB and more grew by over 5 % (until 3 %) in 120 beats, all the time",
        effect: "memory only grows, and reading the whole list takes longer and longer",
        remedy: "LTRIM after each push"
    ) { node, holds in
        node.judgeGrowth(of: .list, holds: holds) {
            !TemplateWords($0).contains(oneOf: TemplateWords.queue)
        }
    }
}
