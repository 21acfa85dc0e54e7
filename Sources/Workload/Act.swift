/// A scenario and how it is acted out.
package struct Act: Sendable {
    /// What is acted out.
    package let scenario: Scenario
    /// As it should be, or as it goes wrong.
    package let form: Scenario.Form

    /// An act from its parts.
    package init(_ scenario: Scenario, _ form: Scenario.Form) {
        (self.scenario, self.form) = (scenario, form)
    }

    /// An act by its name, `stampede:sick`, or without a form healthy; `nil` if there is none.
    package init?(named name: String) {
        let parts = name.split(separator: ":", maxSplits: 1).map(String.init)
        guard let first = parts.first,
            let scenario = ScenarioCatalog.all.first(where: { $0.name == first }),
            let form = parts.count == 1 ? .healthy : Scenario.Form(rawValue: parts[1])
        else { return nil }
        self.init(scenario, form)
    }
}
