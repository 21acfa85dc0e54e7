import CacheMetrics
import Dashboard
import Painting
import Polling
import RedisClient

/// What a scan of a server's keys found, ready to be printed.
struct KeyReport {
    let target: Target
    let run: KeyScanRun
    var scan: FullKeyScan
    /// Patterns, biggest first.
    let rows: [PatternTable.Row]
    /// All keys together.
    let total: PatternTable.Row
    /// Names that carry a version, if every key was met: only then it is known which are behind.
    let versions: [VersionedPattern]
    /// The share of all keys that was scanned, or `nil` where it is not known how many there are.
    let coverage: Double?

    init(_ target: Target, _ run: KeyScanRun, hidesKeys: Bool) {
        (self.target, self.run, scan) = (target, run, run.scan)
        scan.hidesKeys = hidesKeys
        var census = scan.census
        let table = census.table(at: Int64(run.elapsed / .milliseconds(1)), hidesKeys: hidesKeys)
        let totals = Self.totals(run, target.database)
        (rows, total) = (table.rows(of: totals), table.total(of: totals))
        versions = totals.isComplete ? table.versions(of: totals) : []
        coverage = totals.coverage(of: scan.keysMet)
    }

    /// What the server says of all keys; once all were met, as many as were met.
    private static func totals(_ run: KeyScanRun, _ database: Int) -> KeyspaceTotals {
        let (info, scan) = (run.info, run.scan)
        let isWhole = scan.isWhole && !scan.isContinued
        var survey = KeySurvey(method: .unknown)
        (survey.database, survey.keysSeen) = (Int64(database), scan.keysMet)
        survey.databaseKeys = isWhole ? scan.keysMet : scan.databaseKeys
        (survey.sweeps, survey.isUnordered) = (isWhole ? 1 : 0, scan.isUnordered)
        var totals = survey.totals(by: info, info.databases)
        // What hitscope itself has met is exact; the report is from before.
        if isWhole { totals.ledger = nil }
        return totals
    }

    /// How hot keys are told from cold ones on this server, or `nil` where nothing is known of it.
    var method: String? {
        switch scan.survey.method {
        case .frequency: "lfu"
        case .idleTime: "idle"
        case .traffic, .changes, .tracked, .unknown: nil
        }
    }
}

// For people.
extension KeyReport {
    /// The report, a line each; names are cut to what a line has room for.
    func lines(width: Int) -> [String] {
        let nameWidth = max(16, min(48, width - 68))
        let survey = scan.survey
        let biggest = keyLines("BIGGEST", survey.biggest, nameWidth) { $0.sizeText }
        return heading + patternLines(nameWidth) + versionLines(nameWidth) + biggest
            + hottestLines(survey, nameWidth) + [costLine] + continuation
    }

    private func hottestLines(_ survey: KeySurvey, _ nameWidth: Int) -> [String] {
        guard scan.depth == .everything else {
            return method == nil || scan.depth == .names ? [] : ["HOTTEST  with --all", ""]
        }
        let rates = survey.rates
        return keyLines("HOTTEST", rates.hottest, nameWidth) { key in
            rates.text(of: key) ?? key.idleSeconds.map { "idle \($0)s" } ?? Figures.unknown
        }
    }

    private var heading: [String] {
        let time = Figures.seconds(run.elapsed.seconds)
        let seen = Figures.count(Double(scan.keysMet))
        var lines = ["\(target.name)  \(seen) keys scanned, \(extent), in \(time)"]
        let elsewhere = run.info.databases.filter { $0.number != target.database }.map(\.number)
        if !elsewhere.isEmpty {
            let names = elsewhere.map { "/\($0)" }.joined(separator: " ")
            lines.append("other databases have keys, too: \(names)")
        }
        if let replica = run.info.replicas.first(where: \.isOnline) {
            let address = "\(escapedText(replica.host, limit: 64)):\(replica.port)"
            lines.append("the same keys are on its replica \(address), at no cost to this server")
        }
        if scan.isMoved {
            lines.append("no key can be read: the node answers MOVED, its slots are elsewhere")
        }
        if scan.keysRefused > 0, !scan.isMoved {
            let count = Figures.count(Double(scan.keysRefused))
            lines.append("not permitted: \(count) keys, needs ~*")
            lines.append("bytes, types and TTLs are those of keys this user may see")
        }
        for kind in scan.refused.sorted(by: { $0.rawValue < $1.rawValue }) {
            lines.append("not permitted: needs \(kind.accessRule)")
        }
        if scan.depth == .sizes, scan.keysProbed > 0 {
            let probed = Figures.count(Double(scan.keysProbed))
            lines.append(
                "types, TTLs and encodings from \(probed) probed keys; --all probes every key"
            )
        }
        if coverage ?? 0 < 1 {
            lines.append("± is half of the 95 % confidence interval")
        }
        return lines + [""]
    }

    /// Which keys the report is of.
    private var extent: String {
        let whose = scan.keysRefused > 0 ? "every key's name" : "every key"
        guard scan.isComplete || scan.isWhole, !scan.isContinued else {
            guard let coverage else { return "total unknown" }
            let part = "\(Figures.percent(coverage)) of the keys"
            return scan.isComplete && scan.isContinued ? part + ", the last ones" : part
        }
        guard scan.isWhole else {
            return coverage.map { "\(Figures.percent($0)) of the keys" } ?? "total unknown"
        }
        return scan.keysMet == 0 ? "the database is empty" : whose
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
        guard let unmet = total.unmetBytes, unmet > 0, scan.keysRefused == 0 else { return [] }
        return [
            "+ up to \(Figures.bytes(unmet)) is in keys not scanned yet, of any pattern:"
                + " a full scan finds them"
        ]
    }

    private func versionLines(_ nameWidth: Int) -> [String] {
        guard !versions.isEmpty else { return [] }
        let lines = versions.sorted { $0.staleBytes > $1.staleBytes }.prefix(10).map { family in
            let name = nameText(family.template, limit: nameWidth - 1).padded(to: nameWidth)
            return name + Figures.padded(Figures.percent(family.staleShare.value), to: 7)
                + " " + family.staleShare.errorText + " behind the newest, "
                + "\(Figures.percent(family.staleByteShare)) of the bytes, "
                + "\(Figures.percent(family.staleLastingShare)) of those without TTL"
        }
        return ["VERSIONS"] + lines + [""]
    }

    /// How to scan the keys that were not, where there are any.
    private var continuation: [String] {
        isFinished ? [] : ["to continue with the other keys: --from \(scan.place)"]
    }

    private var isFinished: Bool { scan.isComplete || scan.isWhole }

    private func line(_ row: PatternTable.Row, _ nameWidth: Int, name: String? = nil) -> String {
        let shown =
            name ?? row.template.map { nameText($0, limit: nameWidth - 1) } ?? "(no pattern)"
        let share = row.bytes.flatMap { bytes in
            total.bytes.flatMap { $0.value > 0 ? bytes.value / $0.value : nil }
        }
        let type = row.group.commonType?.name ?? Figures.unknown
        let cells = [
            (row.keysText, 7), (row.keys.errorText, 8), (row.bytesText, 8),
            (row.bytesErrorText, 8), (Figures.percent(share), 7),
        ]
        let numbers = cells.map { Figures.padded($0.0, to: $0.1) }.joined()
        let lasting = Figures.padded(row.lastingText, to: 8)
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
            let name = nameText(key.name.identity, limit: nameWidth - 1).padded(to: nameWidth)
            let type = key.type.map { escapedText($0, limit: 7) } ?? Figures.unknown
            return name + Figures.padded(figure(key), to: 16) + "  " + type
        }
        return [title] + lines + [""]
    }

    private var costLine: String {
        let lookups = Figures.count(Double(scan.lookups))
        let server = run.serverSeconds.map {
            ", \(Figures.seconds($0)) of the server's main thread"
        }
        return
            "cost: \(Figures.count(Double(run.cost.commands))) commands in"
            + " \(Figures.count(Double(run.cost.writes))) writes, \(lookups) count as lookups"
            + (server ?? "")
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
                    sampled: scan.keysMet,
                    at: Int64(run.elapsed / .milliseconds(1)),
                    versions: versions
                )
            ),
            ("big_keys", .array(scan.survey.biggest.map(SnapshotJSON.bigKey))),
            (
                "hot_keys",
                .object([
                    ("method", .optional(method)), ("window_seconds", .null),
                    ("rows", .array(hotKeys)),
                ])
            ),
            ("next", isFinished ? .null : .string(scan.place.description)),
            ("cost", cost),
        ])
    }

    /// Keys are hot by probes of all of them, or not at all.
    private var hotKeys: [JSON] {
        guard scan.depth == .everything else { return [] }
        let rates = scan.survey.rates
        return rates.hottest.map { key in
            .object(
                SnapshotJSON.name("key", key.name) + [
                    ("per_second", .optional(rates[key]?.perSecond)),
                    ("low", .optional(rates[key]?.interval?.lowerBound)),
                    ("high", .optional(rates[key]?.interval?.upperBound)), ("share", .null),
                    ("idle_seconds", .optional(key.idleSeconds)),
                ]
            )
        }
    }

    private var cost: JSON {
        .object([
            ("server_cpu_share", .null),
            ("commands_per_second", .number(Double(run.cost.commands) / run.elapsed.seconds)),
            ("false_hits_removed", .integer(Int64(clamping: scan.lookups))),
            ("keys_probed", .integer(Int64(clamping: scan.keysProbed))),
        ])
    }
}
