import CacheHealth
import CacheMetrics
import TOMLKit

/// Turns the tables of a configuration file into values.
struct ConfigurationReader {
    let file: String
    let text: String

    func read(_ root: TOMLTable) throws(ConfigurationError) -> Configuration {
        var read = Configuration()
        for (key, node) in root {
            switch key {
            case "theme": read.theme = try string(node, [key])
            case "interval": read.interval = try number(node, .seconds, 0.1...86_400, [key])
            case "board": read.boards = try strings(node, [key])
            case "counter": read.counters = try strings(node, [key])
            case "sample-budget": read.sampleBudget = try number(node, .ratio, 0...0.05, [key])
            case "probe-share": read.probeShare = try number(node, .ratio, 0...1, [key])
            case "rules":
                try readRules(node, [key], &read.policy.silenced, &read.policy.thresholds)
            case "ttl": read.policy.lifetimes = try lifetimes(try table(node, [key]))
            case "patterns": read.policy.patterns = try patterns(try table(node, [key]))
            default:
                let known =
                    "theme, interval, board, counter, sample-budget, probe-share, [rules.NAME], [ttl], [patterns.\"NAME\"]"
                throw error([key], "there is no setting \(key); there are \(known)")
            }
        }
        return read
    }

    private func readRules(
        _ node: any TOMLValueConvertible,
        _ path: [String],
        _ silenced: inout Set<String>,
        _ thresholds: inout HealthPolicy.Numbers
    ) throws(ConfigurationError) {
        for (name, node) in try table(node, path) {
            let path = path + [name]
            let rule = try rule(named: name, path)
            for (key, node) in try table(node, path) where key != "off" {
                let number = try number(node, of: rule, path + [key])
                thresholds[name, default: [:]][key] = number
            }
            guard let off = node.table?["off"] else { continue }
            if try bool(off, path + ["off"]) { silenced.insert(name) }
        }
    }

    private func number(
        _ node: any TOMLValueConvertible,
        of rule: HealthRule,
        _ path: [String]
    ) throws(ConfigurationError) -> Double {
        let name = path.last ?? ""
        guard let threshold = rule.thresholds.first(where: { $0.name == name }) else {
            let names = rule.thresholds.map(\.name).joined(separator: ", ")
            let known = names.isEmpty ? "it has off only" : "it has off, \(names)"
            throw error(path, "\(rule.name) has no setting \(name); \(known)")
        }
        return try number(node, threshold.unit, threshold.range, path)
    }

    private func lifetimes(
        _ classes: TOMLTable
    ) throws(ConfigurationError) -> [LifetimeClass: ClosedRange<Double>] {
        var lifetimes: [LifetimeClass: ClosedRange<Double>] = [:]
        for (name, node) in classes {
            guard let kind = LifetimeClass(rawValue: name) else {
                let known = LifetimeClass.allCases.map(\.rawValue).joined(separator: ", ")
                throw error(["ttl", name], "there is no class \(name); there are \(known)")
            }
            lifetimes[kind] = try lifetime(node, ["ttl", name])
        }
        return lifetimes
    }
}

// Patterns of keys.
extension ConfigurationReader {
    private func patterns(_ tables: TOMLTable) throws(ConfigurationError) -> [PatternPolicy] {
        var patterns: [PatternPolicy] = []
        for (name, node) in tables {
            let path = ["patterns", name]
            var pattern = PatternPolicy(NameGlob(Array(name.utf8)))
            for (key, node) in try table(node, path) {
                try read(node, path + [key], into: &pattern)
            }
            patterns.append(pattern)
        }
        return patterns
    }

    private func read(
        _ node: any TOMLValueConvertible,
        _ path: [String],
        into pattern: inout PatternPolicy
    ) throws(ConfigurationError) {
        switch path.last {
        case "purpose": pattern.purposes = try purposes(node, path)
        case "ttl": pattern.lifetime = try lifetime(node, path)
        case "off":
            if let all = node.bool {
                pattern.isSilenced = all
            } else {
                for name in try strings(node, path) {
                    pattern.silenced.insert(try rule(named: name, path).name)
                }
            }
        case "rules":
            try readRules(node, path, &pattern.silenced, &pattern.thresholds)
        default:
            throw error(path, "a pattern has purpose, ttl, off and rules")
        }
    }

    private func purposes(
        _ node: any TOMLValueConvertible,
        _ path: [String]
    ) throws(ConfigurationError) -> Set<KeyPurpose> {
        var purposes: Set<KeyPurpose> = []
        for name in try strings(node, path) {
            guard let purpose = KeyPurpose(rawValue: name) else {
                let known = KeyPurpose.allCases.map(\.rawValue).joined(separator: ", ")
                throw error(path, "there is no purpose \(name); there are \(known)")
            }
            purposes.insert(purpose)
        }
        return purposes
    }

    private func rule(
        named name: String,
        _ path: [String]
    ) throws(ConfigurationError) -> HealthRule {
        guard let rule = RuleCatalog.all.first(where: { $0.name == name }) else {
            let known = RuleCatalog.all.map(\.name).joined(separator: ", ")
            throw error(path, "there is no rule \(name); there are \(known)")
        }
        return rule
    }
}

// Values.
extension ConfigurationReader {
    private func table(
        _ node: any TOMLValueConvertible,
        _ path: [String]
    ) throws(ConfigurationError) -> TOMLTable {
        guard let table = node.table else { throw error(path, "\(path.last ?? "") is a table") }
        return table
    }

    private func string(
        _ node: any TOMLValueConvertible,
        _ path: [String]
    ) throws(ConfigurationError) -> String {
        guard let text = node.string else { throw error(path, "\(path.last ?? "") is text") }
        return text
    }

    private func bool(
        _ node: any TOMLValueConvertible,
        _ path: [String]
    ) throws(ConfigurationError) -> Bool {
        guard let bool = node.bool else { throw error(path, "\(path.last ?? "") is true or false") }
        return bool
    }

    /// A list of texts, or one alone.
    private func strings(
        _ node: any TOMLValueConvertible,
        _ path: [String]
    ) throws(ConfigurationError) -> [String] {
        if let one = node.string { return [one] }
        let list = node.array.map { Array($0) } ?? []
        let texts = list.compactMap(\.string)
        guard node.array != nil, texts.count == list.count else {
            throw error(path, "\(path.last ?? "") is a list of texts")
        }
        return texts
    }

    private func lifetime(
        _ node: any TOMLValueConvertible,
        _ path: [String]
    ) throws(ConfigurationError) -> ClosedRange<Double> {
        let ends = (node.array.map { Array($0) } ?? []).compactMap {
            SettingNumber.value($0, .seconds)
        }
        guard ends.count == 2, node.array?.count == 2, ends[0] > 0, ends[0] <= ends[1] else {
            throw error(
                path,
                "\(path.last ?? "") is the shortest and the longest time, such as [\"30m\", \"24h\"]"
            )
        }
        return ends[0]...ends[1]
    }

    private func number(
        _ node: any TOMLValueConvertible,
        _ unit: Metric.Unit,
        _ range: ClosedRange<Double>,
        _ path: [String]
    ) throws(ConfigurationError) -> Double {
        let name = path.last ?? ""
        guard let number = SettingNumber.value(node, unit) else {
            throw error(path, "\(name) is \(SettingNumber.example(unit))")
        }
        guard range.contains(number) else {
            throw error(path, "\(name) is out of range: it is \(SettingNumber.example(unit))")
        }
        return number
    }

    private func error(_ path: [String], _ problem: String) -> ConfigurationError {
        ConfigurationError(file, SettingPlace(of: path, in: text), problem)
    }
}
