import CacheMetrics
import RESP
import RedisClient

/// A scan over the key names, a bounded number on each beat, that never starts again from the top.
///
/// Each round trip carries one step of `SCAN` and the questions about the keys of the step before. The scan
/// begins at a random place and goes round (`KeyScan`). Every key's name and size are taken in, since
/// `SCAN` and `MEMORY USAGE` leave no trace in the server's statistics; what counts as a lookup goes to few
/// keys, as the allowance has it (`ProbeAllowance`, `ProbePlan`).
struct KeySampler: Sendable {
    /// What was found so far, with the names of the keys.
    var found = KeySurvey(method: .unknown)
    /// What is heard of the keys, where the operator allows to listen.
    var traffic: TrafficSampler?
    /// What is read of some values, where the operator allows to read any.
    var values: ValueProbe?
    var census: KeyCensus
    /// `true` where keys are shown by their templates only.
    let hidesKeys: Bool

    /// How the server itself tells hot keys from cold ones.
    var method = KeySurvey.Method.unknown
    /// Idle times of keys that may be hot.
    var watch: IdleWatch
    /// What is known of the keys that were heard or whose idle times are watched.
    var detailed: [KeyName: SurveyedKey] = [:]
    var tracked = TrackedKeys()
    /// Keys that look hot and may only share a hot number with another, by their whole names.
    var suspects: [[UInt8]: SurveyedKey] = [:]
    /// `true` where the clock of a small number may be that of another key with the same number.
    var sharesIntegers = false
    var clock = ServerClock()
    var access = KeyAccess()

    var scan: KeyScan?
    /// The step whose keys are asked about next, and the one whose keys are being asked about.
    var (pending, asked) = (Batch(), Batch())
    /// What each command of the round is about.
    var targets: [Target] = []
    /// When the beat began, on the steady clock, in milliseconds.
    var now: Int64 = 0
    /// Keys learned of besides those of the step, by their whole names.
    var refreshed: [(whole: [UInt8], key: SurveyedKey)] = []
    private(set) var beats = 0
    /// `true` once the scan came round in this beat: a small key space is not scanned twice in one.
    var hasComeRound = false
    /// Lookups left for this beat: for the use of keys known to be hot, and for everything else.
    var lookups = (use: 0, rest: 0)
    /// How many keys there are and what they take in all, by the last report; `nil` if not known.
    var ledger: (keys: UInt64, bytes: Double)?
    /// When the patterns are reported next: at so many keys, or on that beat.
    var tellAt: (keys: UInt64, beat: Int) = (1, 0)
    /// Keys whose use was probed in this pass, and in the one before.
    var usesProbed: (now: UInt64, before: UInt64) = (0, 0)
    var server = Server()
    var random: SplitMix
    var nextType = 0
    var typeProbes = 0
    var answersMoved = 0
    /// Names that `SCAN` returned since `DBSIZE` last said that there are none.
    var namesOfNone = 0

    /// What of the server decides how it is scanned.
    struct Server: Sendable {
        var runID: [UInt8]?
        var order = ScanOrder.unknown
        var filtersTypes = false
        var timesToLive = ProbePlan.TimesToLive.some
        var population = KeyScan.Population(keys: nil, expired: 0)
        /// No key can be larger, in bytes.
        var largestKey = UInt64(Int64.max)
    }

    /// A key that a step met, and what was learned of it.
    struct Met: Sendable {
        let whole: [UInt8]
        let pattern: Int
        var key: SurveyedKey
        var isGone = false
    }

    /// The keys of a step, what it went over, and the cursors at which it began and ended.
    struct Batch: Sendable {
        var keys: [Met] = []
        var step: KeyScan.Step?
        var (from, to): ([UInt8], [UInt8]) = ([], [])
        /// Places of keys that wait to be asked about.
        var waiting: [Int] = []
    }

    /// What a command is about.
    enum Target: Sendable {
        case step
        case settings
        /// Which keys of the step asked about have a type.
        case typed(KeyType)
        /// A key of the step asked about, by its place.
        case met(Int)
        /// A key that is tracked, by its whole name.
        case tracked([UInt8])
        /// A key that may share an integer's clock.
        case suspect([UInt8])
    }

    /// Keys whose sizes are refreshed on each beat.
    static let refreshedPerBeat = 8
    /// Keys whose use is probed again on each beat.
    static let mostUses = 16
    /// Keys asked about in one round, should a step return more than it was asked for.
    static let mostAsked = 400
    /// Types probed, in all, of keys that are named like a ranking.
    static let mostTypeProbes = 64
    /// Suspects probed in one round, and kept.
    static let mostSuspects = 100
    /// Beats between reads of the settings.
    static let settingsEvery = 300
    /// Names from which templates are learned.
    private static let namesToLearnFrom = 8_000
    /// As many keys as are counted by whole passes: a step is a large part of a slice of fewer.
    private static let fewKeys: UInt64 = 20_000

    /// A scan of a numbered database; `seed` decides where it begins.
    init(
        seed: UInt64,
        database: Int = 0,
        namespaces: [NameGlob] = [],
        hidesKeys: Bool = false
    ) {
        watch = IdleWatch(seed: seed)
        random = SplitMix(state: seed)
        census = KeyCensus(
            slices: KeyScan.slices,
            namespaces: namespaces,
            learningFrom: Self.namesToLearnFrom
        )
        self.hidesKeys = hidesKeys
        found.database = Int64(database)
    }

    /// What was found so far, as it is shown: without names of keys if they are to be hidden.
    var survey: KeySurvey {
        mutating get {
            guard hidesKeys else { return found }
            var shown = found
            shown.hottest = found.hottest.map { $0.named(census.alias(of: $0.name)) }
            shown.biggest = found.biggest.map { $0.named(census.alias(of: $0.name)) }
            return shown
        }
    }

    /// A key's name as it is shown.
    mutating func shown(_ name: [UInt8]) -> [UInt8] {
        hidesKeys ? census.alias(of: KeyName(name)) : name
    }

    /// Number of keys met so far.
    var keysSeen: UInt64 { found.keysSeen }

    /// The most rounds worth taking in a beat, where there are so many keys: once all were met, each
    /// is met again in half a minute, and sooner would be news to nobody.
    func worthwhileRounds(per interval: Duration) -> Int {
        guard found.sweeps > 0, let population = server.population.keys else { return .max }
        let keys = Double(population) * (interval / Self.shortestPass)
        return max(1, Int(min(1e9, keys / Double(SampleBudget.keysPerRound))))
    }
    private static let shortestPass = Duration.seconds(30)
}

// A beat.
extension KeySampler {
    /// Prepares for the rounds of a beat after a good sample, with so many lookups to spend.
    mutating func begin(after sample: Sample, lookups available: Int, at elapsed: Duration) {
        let info = sample.info
        adopt(info)
        access.advance(to: elapsed)
        switch method {
        case .frequency where info.usePolicy == .frequency: break
        case .idleTime where info.usePolicy == .idleTime: break
        case .unknown where info.usePolicy == nil: break
        case .frequency, .idleTime, .traffic, .changes, .tracked, .unknown:
            tracked.forgetHeat()
            method = info.usePolicy.map(KeySurvey.Method.init) ?? .unknown
        }
        // Counters and clocks of keys stand still while a child process writes a snapshot.
        if info[.savingSnapshot] == 1 || info[.rewritingAppendOnly] == 1 { tracked.forgetLooks() }
        now = elapsed.microseconds / 1_000
        tracked.forgetStale(at: now)
        beats += 1
        hasComeRound = false
        lookups = (use: (available + 1) / 2, rest: available / 2)
        if server.population.keys == 0, namesOfNone == 0 { forgetKeys() }
        let isSmall = (server.population.keys ?? .max) <= Self.fewKeys
        census.tellsWholeSweeps = isSmall || scan?.order == .unknown
        guard scan == nil else { return }
        // Steps from the very start fall on the same boundaries pass after pass.
        scan = KeyScan(startingAt: isSmall ? 0 : random.next(), in: server.order)
    }

    private mutating func adopt(_ info: InfoReport) {
        if let id = info[.runID], id != server.runID {
            // Another process has its keys in another order.
            if server.runID != nil { restart() }
            server.runID = id
        }
        server.order = ScanOrder(of: info)
        server.filtersTypes = info.isPast72
        server.largestKey = info.largestKey
        server.population = KeyScan.Population(
            keys: found.databaseKeys,
            expired: info[.expiredKeys] ?? 0
        )
        let line = info.databases.first { Int64($0.number) == found.database }
        server.timesToLive =
            switch line {
            case let line? where line.expiringKeys == 0 && line.keys > 0: .none
            case let line? where line.expiringKeys >= line.keys && line.keys > 0: .all
            default: .some
            }
        // Without a limit all values from 0 to 9,999 are the same objects, and so are their clocks.
        sharesIntegers = info[.maxmemory] == 0
        let isOnly = info.databases.allSatisfy { Int64($0.number) == found.database }
        ledger = isOnly ? info.bytesOfKeys.map { (info.keys ?? 0, $0) } : nil
    }

    /// Takes in what `DBSIZE` said, or that it said nothing.
    ///
    /// None is not believed while `SCAN` returns names: other products count when they are told to.
    mutating func note(databaseKeys: UInt64?) {
        if databaseKeys ?? 0 > 0 { namesOfNone = 0 }
        let isWrong = databaseKeys == 0 && namesOfNone > 0
        found.databaseKeys = isWrong ? scan?.keysOfLastPass : databaseKeys ?? scan?.keysOfLastPass
    }

    private mutating func restart() {
        var fresh = KeySampler(seed: random.next(), hidesKeys: hidesKeys)
        (fresh.traffic, fresh.values) = (traffic, values)
        (fresh.found.database, fresh.found.replica) = (found.database, found.replica)
        fresh.census = census.emptied
        (fresh.beats, fresh.access) = (beats, access)
        self = fresh
    }

    /// Forgets all keys: there are none any more.
    private mutating func forgetKeys() {
        tracked = TrackedKeys()
        (found.hottest, found.biggest, found.streams) = ([], [], [])
    }
}
