import CacheMetrics
import Dashboard
import Painting
import Polling
import RedisClient

/// What a sweep over the keys of a server found, ready to be printed.
struct KeyReport {
    let target: Target
    let info: InfoReport
    var sweep: KeySweep
    /// Patterns, biggest first.
    let rows: [PatternTable.Row]
    /// All keys together.
    let total: PatternTable.Row
    /// Names that carry a version, if every key was met: only then it is known which are behind.
    let versions: [VersionedPattern]
    /// How long the sweep took.
    let elapsed: Duration
    /// Commands sent, and the writes they were sent in.
    let cost: (commands: Int, writes: Int)

    init(
        _ target: Target,
        _ info: InfoReport,
        _ sweep: KeySweep,
        elapsed: Duration,
        cost: (commands: Int, writes: Int)
    ) {
        var census = sweep.census
        let inDatabase = info.databases.first { $0.number == target.database }?.keys ?? 0
        let isWhole = sweep.progress == 1 && !sweep.isContinued
        let population = isWhole ? sweep.keysMet : max(inDatabase, sweep.keysMet)
        if let names = sweep.names {
            (rows, total) = names.table(ofPopulation: population, hidesKeys: sweep.hidesKeys)
            versions = []
        } else {
            let table = census.table(
                at: Int64(elapsed / .milliseconds(1)),
                hidesKeys: sweep.hidesKeys
            )
            let ledger = info.databases.count == 1 ? info.bytesOfKeys : nil
            rows = table.rows(ofPopulation: population, ledger: ledger)
            total = table.total(ofPopulation: population, ledger: ledger)
            versions = isWhole ? table.versions : []
        }
        self.target = target
        self.info = info
        self.sweep = sweep
        self.elapsed = elapsed
        self.cost = cost
    }

    /// The share of all keys that was looked at.
    var coverage: Double {
        total.keys.value > 0 ? Double(sweep.keysMet) / total.keys.value : 1
    }

    /// How hot keys are told from cold ones on this server.
    var method: String {
        if case .frequency = sweep.survey.method { return "lfu" }
        return "idle"
    }
}

// For people.
extension KeyReport {
    /// The report, a line each; names are cut to what a line has room for.
    func lines(width: Int) -> [String] {
        let nameWidth = max(16, min(48, width - 68))
        let survey = sweep.survey
        let biggest = keyLines(
            sweep.names == nil ? "BIGGEST" : "BIGGEST OF THOSE LOOKED AT",
            survey.biggest,
            nameWidth
        ) {
            Figures.bytes($0.memoryBytes.map(Double.init(_:)))
        }
        let hottest = keyLines("HOTTEST", survey.hottestByRate, nameWidth) { key in
            survey.rateText(of: key) ?? key.idleSeconds.map { "idle \($0)s" } ?? "–"
        }
        return heading + patternLines(nameWidth) + versionLines(nameWidth) + biggest + hottest
            + [costLine] + continuation
    }

    private var heading: [String] {
        let seen = Figures.count(Double(sweep.keysMet))
        let part = "\(Figures.percent(coverage)) of the keys"
        let extent =
            !sweep.isComplete ? part : sweep.isContinued ? "\(part), the last ones" : "every key"
        let elsewhere = info.databases.filter { $0.number != target.database }.map(\.number)
        let time = Figures.seconds(elapsed.seconds)
        let looks = sweep.names.map { "names counted, \($0.asked) keys looked at" }
        var lines = ["\(target.name)  \(seen) \(looks ?? "keys looked at"), \(extent), in \(time)"]
        if !elsewhere.isEmpty {
            let names = elsewhere.map { "/\($0)" }.joined(separator: " ")
            lines.append("other databases hold keys too: \(names)")
        }
        if let replica = info.replicas.first(where: \.isOnline) {
            let address = "\(escapedText(replica.host, limit: 64)):\(replica.port)"
            lines.append("the same keys are on its replica \(address), at no cost to this server")
        }
        if !sweep.isComplete || sweep.isContinued || sweep.names != nil {
            lines.append("± is the half-width of the interval that holds the truth 95 times of 100")
        }
        for kind in sweep.refused.sorted(by: { $0.rawValue < $1.rawValue }) {
            lines.append("not permitted: needs \(kind.accessRule)")
        }
        if sweep.refusesKeys { lines.append("not permitted: needs ~*; keys were only counted") }
        return lines + [""]
    }

    private func patternLines(_ nameWidth: Int) -> [String] {
        let heading =
            "PATTERN".padded(to: nameWidth)
            + "   KEYS       ±   BYTES       ±  SHARE  TYPE    NO TTL    TTL"
        return [heading] + rows.prefix(40).map { line($0, nameWidth) }
            + (rows.count > 40 ? ["… and \(rows.count - 40) more patterns"] : [])
            + [line(total, nameWidth, name: "all")] + unmetLines + [""]
    }

    /// What the server says that keys take beyond those that were met and what they stand for.
    private var unmetLines: [String] {
        guard let unmet = total.unmetBytes, unmet > 0 else { return [] }
        return [
            "+ up to \(Figures.bytes(unmet)) is in keys not met, of any pattern:"
                + " a whole sweep finds them"
        ]
    }

    private func versionLines(_ nameWidth: Int) -> [String] {
        guard !versions.isEmpty else { return [] }
        let lines = versions.sorted { $0.staleBytes > $1.staleBytes }.prefix(10).map { family in
            let name = escapedText(family.template, limit: nameWidth - 1).padded(to: nameWidth)
            let lasting = Double(family.staleLasting) / Double(max(1, family.staleKeys))
            return name + Figures.padded(Figures.percent(family.staleShare.value), to: 7)
                + " " + family.staleShare.errorText + " behind the newest, "
                + "\(Figures.percent(family.staleByteShare)) of the bytes, "
                + "\(Figures.percent(lasting)) of those without TTL"
        }
        return ["VERSIONS"] + lines + [""]
    }

    /// How to look at the keys that were not, where there are any.
    private var continuation: [String] {
        sweep.isComplete || sweep.names != nil
            ? [] : ["to go on with the other keys: --from \(sweep.place)"]
    }

    private func line(_ row: PatternTable.Row, _ nameWidth: Int, name: String? = nil) -> String {
        let shown =
            name ?? row.template.map { escapedText($0, limit: nameWidth - 1) } ?? "(no pattern)"
        let share = row.bytes.flatMap { bytes in total.bytes.map { bytes.value / $0.value } }
        let type = row.group.commonType?.name ?? "–"
        let cells = [
            (Figures.count(row.keys.value), 7), (row.keys.errorText, 8), (row.bytesText, 8),
            (row.bytesErrorText, 8), (Figures.percent(share), 7),
        ]
        let numbers = cells.map { Figures.padded($0.0, to: $0.1) }.joined()
        let lasting = Figures.padded(Figures.percent(row.group.lastingShare), to: 8)
        let median = Figures.padded(Figures.briefSpan(row.pattern.medianSeconds), to: 7)
        return shown.padded(to: nameWidth) + numbers + "  " + type.padded(to: 6) + lasting + median
    }

    private func keyLines(
        _ title: String,
        _ keys: [SurveyedKey],
        _ nameWidth: Int,
        _ figure: (SurveyedKey) -> String
    ) -> [String] {
        guard !keys.isEmpty else { return [] }
        let lines = keys.prefix(10).map { key -> String in
            let name = escapedText(key.key, limit: nameWidth - 1).padded(to: nameWidth)
            let type = key.type.map { escapedText($0, limit: 7) } ?? "–"
            return name + Figures.padded(figure(key), to: 16) + "  " + type
        }
        return [title] + lines + [""]
    }

    private var costLine: String {
        let lookups = Figures.count(Double(sweep.lookups))
        return
            "cost: \(Figures.count(Double(cost.commands))) commands in \(Figures.count(Double(cost.writes))) writes,"
            + " \(lookups) count as lookups"
    }
}

// For programs.
extension KeyReport {
    /// The document that `cli.md` fixes.
    var document: JSON {
        .object([
            (
                "patterns",
                SnapshotJSON.patterns(
                    rows,
                    total: total,
                    coverage: coverage,
                    sampled: sweep.names?.asked ?? sweep.census.keysSeen,
                    at: Int64(elapsed / .milliseconds(1)),
                    versions: versions
                )
            ),
            ("big_keys", .array(sweep.survey.biggest.map(bigKey))),
            (
                "hot_keys",
                .object([
                    ("method", .string(method)), ("window_seconds", .null),
                    ("rows", .array(sweep.survey.hottestByRate.map(hotKey))),
                ])
            ),
            (
                "next",
                sweep.isComplete || sweep.names != nil ? .null : .string(sweep.place.description)
            ),
            (
                "cost",
                .object([
                    ("server_cpu_share", .null),
                    ("commands_per_second", .number(Double(cost.commands) / elapsed.seconds)),
                    ("false_hits_removed", .integer(Int64(clamping: sweep.lookups))),
                ])
            ),
        ])
    }

    private func bigKey(_ key: SurveyedKey) -> JSON {
        .object(
            SnapshotJSON.name("key", key.key) + [
                ("type", .optional(key.type.map { escapedText($0) })),
                ("bytes", .optional(key.memoryBytes)), ("elements", .null),
            ]
        )
    }

    private func hotKey(_ key: SurveyedKey) -> JSON {
        let rate = sweep.survey.rate(of: key)
        return .object(
            SnapshotJSON.name("key", key.key) + [
                ("per_second", .optional(rate?.perSecond)),
                ("low", .optional(rate?.interval?.lowerBound)),
                ("high", .optional(rate?.interval?.upperBound)), ("share", .null),
                ("idle_seconds", .optional(key.idleSeconds)),
            ]
        )
    }
}
