import CacheHealth
import CacheMetrics
import Dashboard
import FoundationEssentials
import Painting

/// The one document that says all there is to know of a moment, as `cli.md` fixes it.
struct SnapshotJSON {
    let scene: Scene

    /// The document.
    var document: JSON {
        .object([
            ("version", .integer(1)),
            ("taken", .optional(scene.moment.map { rfc3339($0.wallMicroseconds) })),
            ("target", .string(scene.setting.target)),
            ("nodes", .array(scene.history.nodes.map(node))),
            ("counters", counters),
            ("boards", boards),
            ("hot_keys", hotKeys),
            ("patterns", patterns),
            ("big_keys", bigKeys),
            ("slots", Self.slots(sample?.survey?.slots)),
            ("clients", ClientJSON.document(scene.node?.clients)),
            ("what_if", Self.whatIf(scene.trustedCurve)),
            ("findings", Self.findings(scene.report)),
            ("cost", cost),
        ])
    }

    private func node(_ node: NodeHistory) -> JSON {
        let info = node.interval?.info
        func text(_ field: InfoField<[UInt8]>) -> String? { info?[field].map { escapedText($0) } }
        let isValkey = info?[.valkeyVersion] != nil
        let metrics = MetricCatalog.all.map { metric -> (String, JSON) in
            (metric.name, .optional(node.outage == nil ? node.metrics.latest(metric) : nil))
        }
        return .object([
            ("id", .optional(text(.runID))),
            ("address", .string(escapedText(node.node.name.utf8))),
            ("server", info == nil ? .null : .string(isValkey ? "valkey" : "redis")),
            ("version", .optional(text(.valkeyVersion) ?? text(.redisVersion))),
            (
                "role",
                .optional(
                    text(.role).map { $0 == "master" ? "primary" : $0 == "slave" ? "replica" : $0 }
                )
            ),
            ("state", .string(node.outage.map { $0.cause.words } ?? "up")),
            ("interval_seconds", .optional(node.interval?.elapsed?.seconds)),
            ("metrics", .object(metrics)),
        ])
    }

    private var sample: Sample? { scene.interval?.later.sample }

    private var counters: JSON {
        guard let node = scene.node, let pairs = sample?.counters else { return .null }
        let ratios = Dictionary(scene.counterRatios.map { ($0.name, $0.ratio) }) { first, _ in first
        }
        return .array(
            pairs.map { pair in
                let reads = node.counters[pair.name]
                func rate(_ count: (CounterPair) -> UInt64?) -> Double? {
                    guard let reads, let old = reads.before, let then = count(old.pair),
                        let now = count(reads.latest.pair), now >= then
                    else { return nil }
                    let seconds = reads.latest.moment.elapsed(since: old.moment).seconds
                    return seconds > 0 ? Double(now - then) / seconds : nil
                }
                return .object([
                    ("name", .string(pair.name)),
                    ("hits_per_second", .optional(rate { $0.hits })),
                    ("misses_per_second", .optional(rate { $0.misses })),
                    ("hit_ratio", .optional(ratios[pair.name] ?? nil)),
                ])
            }
        )
    }

    private var cost: JSON {
        let lookups = sample.map { Int64(clamping: $0.cost.falseHits &+ $0.cost.falseMisses) }
        return .object([
            ("server_cpu_share", .optional(scene.value(.observerShare))),
            ("commands_per_second", .optional(scene.value(.observerCommands))),
            ("own_lookup_share", .optional(scene.node?.ownLookupShare)),
            ("false_hits_removed", .optional(lookups)),
        ])
    }

    /// The findings of a report, worst first.
    static func findings(_ report: HealthReport) -> JSON {
        .array(
            report.findings.map { finding in
                .object(
                    [
                        ("rule", .string(finding.rule)),
                        ("severity", .string(finding.severity.name)),
                        ("node", .string(escapedText(finding.node.name.utf8))),
                        ("since", .string(rfc3339(finding.since.wallMicroseconds))),
                        ("title", .string(finding.title)),
                    ] + (finding.about.map { Self.name("about", $0) } ?? []) + [
                        (
                            "evidence",
                            .object(finding.evidence.map { ($0.name, .number($0.value)) })
                        ),
                        ("remedy", .string(finding.remedy)),
                    ]
                )
            }
        )
    }

    /// Checks that had not enough to go by.
    static func undecided(_ report: HealthReport) -> JSON {
        .array(
            report.undecided.map { undecided in
                .object([
                    ("rule", .string(undecided.rule)),
                    ("node", .string(escapedText(undecided.node.name.utf8))),
                    ("reason", .string(undecided.reason)),
                ])
            }
        )
    }

    /// A key's or member's name: escaped as on the screen, with its bytes beside if that changed it, and its
    /// length and a hash of the whole where it is clipped.
    static func name(_ label: String, _ name: KeyName) -> [(String, JSON)] {
        let shown = self.name(label, name.bytes)
        guard name.isClipped else { return shown }
        return shown + [
            ("name_bytes", .integer(name.length)), ("name_hash", .optional(name.hashDigits)),
        ]
    }

    /// A name that strangers chose: escaped as on the screen, with its bytes beside if that changed it.
    static func name(_ label: String, _ bytes: [UInt8]) -> [(String, JSON)] {
        let shown: (String, JSON) = (label, .string(escapedText(bytes)))
        return isPlain(bytes)
            ? [shown] : [shown, ("raw", .string(Data(bytes).base64EncodedString()))]
    }
}

// Keys and members.
extension SnapshotJSON {
    private var boards: JSON {
        guard let node = scene.node, let boards = sample?.boards else { return .null }
        return .array(
            boards.map { board in
                let history = node.boards[board.key] ?? BoardHistory()
                let rows = board.rows.enumerated().map {
                    row($1, rank: $0 + 1, of: board, history, node)
                }
                return .object(
                    Self.name("key", board.key) + [
                        ("members", .optional(board.memberCount)), ("rows", .array(rows)),
                    ]
                )
            }
        )
    }

    private func row(
        _ row: Board.Row,
        rank: Int,
        of board: Board,
        _ history: BoardHistory,
        _ node: NodeHistory
    ) -> JSON {
        let beat = node.moment.beat
        let minute = Int64((60 / max(1e-3, scene.setting.interval.seconds)).rounded())
        var (change, entered): (JSON, JSON) = (.null, .null)
        switch history.movement(of: row.member, rank: rank, over: minute, at: beat) {
        case .by(let ranks): (change, entered) = (.integer(Int64(ranks)), .bool(false))
        case .entered: entered = .bool(true)
        case .unknown: break
        }
        let velocity = history.velocity(
            of: row.member,
            secondsPerBeat: scene.setting.interval.seconds,
            at: beat
        )
        return .object(
            [("rank", .integer(Int64(rank)))] + Self.name("member", row.name) + score(row.score) + [
                ("rank_change", change), ("entered", entered),
                ("velocity_per_second", .optional(velocity)),
            ]
        )
    }

    /// A score; what JSON has no number for is told by a text beside.
    private func score(_ score: Double) -> [(String, JSON)] {
        score.isFinite
            ? [("score", .number(score))]
            : [("score", .null), ("score_text", .string(score < 0 ? "-inf" : "inf"))]
    }

    private var hotKeys: JSON {
        guard let survey = sample?.survey else { return .null }
        let method: JSON =
            switch survey.method {
            case .frequency: .string("lfu")
            case .idleTime: .string("idle")
            case .traffic: .string("monitor")
            case .changes: .string("tracking")
            case .tracked: .string("hotkeys")
            case .unknown: .null
            }
        let rates = scene.node?.hotRates ?? .none
        let rows = rates.hottest.map { key -> JSON in
            let rate = rates[key]
            return .object(
                Self.name("key", key.name) + [
                    ("per_second", .optional(rate?.perSecond)),
                    ("low", .optional(rate?.interval?.lowerBound)),
                    ("high", .optional(rate?.interval?.upperBound)),
                    ("share", .optional(scene.keyShare(of: key))),
                    ("idle_seconds", .optional(key.idleSeconds)),
                    ("saturated", rate.map { .bool($0.isSaturated) } ?? .null),
                    ("lagging", rate.map { .bool($0.isLagging) } ?? .null),
                    ("assumes_chance", rate.map { .bool($0.assumesChance) } ?? .null),
                ]
            )
        }
        var window = JSON.null
        switch survey.method {
        case .traffic, .changes: window = .integer(60)
        case .frequency, .idleTime, .tracked, .unknown: break
        }
        if case .tracked(let tracked) = survey.method {
            window = .optional(tracked.milliseconds.map { Double($0) / 1_000 })
        }
        return .object([
            ("method", method), ("window_seconds", window), ("rows", .array(rows)),
            ("keys_probed", .integer(Int64(clamping: survey.probedKeys))),
        ])
    }

    private var patterns: JSON {
        guard let table = sample?.survey?.patterns, let totals = scene.surveyedTotals else {
            return .null
        }
        return Self.patterns(
            table.rows(of: totals),
            total: table.total(of: totals),
            coverage: totals.coverage(of: table.sampled),
            sampled: table.sampled,
            at: (scene.node?.moment.steadyMicroseconds ?? 0) / 1_000,
            window: sample?.survey?.method.window,
            versions: (sample?.survey?.sweeps ?? 0) > 0 ? table.versions(of: totals) : []
        )
    }

    private var bigKeys: JSON {
        guard let survey = sample?.survey else { return .null }
        return .array(
            survey.biggest.map { key in
                Self.bigKey(key)
            }
        )
    }

    /// A big key; a size that cannot be is told apart from one that can.
    static func bigKey(_ key: SurveyedKey) -> JSON {
        .object(
            name("key", key.name) + [
                ("type", .optional(key.type.map { escapedText($0) })),
                ("bytes", .optional(key.memoryBytes)), ("elements", .null),
            ] + (key.implausibleBytes.map { [("implausible_bytes", .integer($0))] } ?? [])
        )
    }
}
