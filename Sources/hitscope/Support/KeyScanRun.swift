import CacheMetrics
import Painting
import Polling
import RedisClient
import Terminal

/// A scan of a server's keys from its beginning to its end, and what it cost.
struct KeyScanRun: Sendable {
    /// The server's report from before the scan.
    let info: InfoReport
    private(set) var scan: FullKeyScan
    /// How long it took.
    private(set) var elapsed = Duration.zero
    /// Commands sent, and the writes they were sent in.
    private(set) var cost = (commands: 0, writes: 0)
    /// CPU seconds of the server's main thread that went by meanwhile, whoever used them; `nil` where the
    /// server does not report them.
    private(set) var serverSeconds: Double?
    /// `true` where a signal ended it.
    private(set) var wasStopped = false
    private var hasWarned = false

    /// What was asked for.
    struct Options: Sendable {
        var depth = FullKeyScan.Depth.sizes
        var mostKeys: Int?
        var length: Duration?
        var place: FullKeyScan.Place?
        /// The share of one server core to use at most.
        var share: Double?
        var namespaces: [NameGlob] = []
    }

    /// The longest wait for a batch.
    private static let patience = Duration.seconds(5)
    /// Keys above which it is said first how long the scan takes.
    private static let manyKeys: UInt64 = 10_000_000
    /// Keys from which that is estimated.
    private static let leastForEstimate: UInt64 = 100_000
    private static let elsewhere = "--from is a place on another server, or before it restarted"

    private init(_ info: InfoReport, _ scan: FullKeyScan) { (self.info, self.scan) = (info, scan) }

    /// Scans the keys of a server.
    ///
    /// - Throws: why it could not begin, or go on.
    static func scan(
        _ target: Target,
        _ options: Options
    ) async throws(RedisError) -> KeyScanRun {
        let connection = try await RedisConnection.open(
            to: target,
            named: "hitscope-keys-\(Machine.processID)"
        )
        let info = try await report(of: connection)
        let random = FullKeyScan.Place(atRandom: UInt64.random(in: 0 ... .max), on: info)
        let place = options.place ?? random
        guard place.isOn(info) else { throw .rejected(Array(elsewhere.utf8)) }
        let scan = FullKeyScan(
            from: place,
            info,
            database: target.database,
            depth: options.depth,
            namespaces: options.namespaces
        )
        var run = KeyScanRun(info, scan)
        if options.depth == .everything { await run.warnOfLookups(connection, target, options) }
        do throws(RedisError) {
            try await run.go(on: connection, options)
        } catch {
            ProgressBar.end()
            // What was found until a signal came is reported.
            guard Task.isCancelled, run.scan.keysMet > 0 else { throw error }
            run.wasStopped = true
        }
        ProgressBar.end()
        let after = try? await report(of: connection)
        run.serverSeconds = after?.mainThreadSeconds.flatMap { now in
            info.mainThreadSeconds.map { now - $0 }
        }
        await connection.close()
        return run
    }

    /// Says beforehand how many lookups others will see in the server's statistics.
    private func warnOfLookups(
        _ connection: RedisConnection,
        _ target: Target,
        _ options: Options
    ) async {
        var keys = info.databases.first { $0.number == target.database }?.keys
        if keys == nil {
            let reply = try? await connection.send([.databaseSize], within: Self.patience).first
            keys = FullKeyScan.databaseKeys(reply)
        }
        guard let keys, keys > 0 else { return }
        let asked = min(Double(keys), options.mostKeys.map { Double($0) } ?? .infinity)
        let lookups = Figures.count(asked * Double(scan.lookupsPerKey))
        warn("--all adds about \(lookups) lookups to the server's hits")
    }

    private static func report(
        of connection: RedisConnection
    ) async throws(RedisError) -> InfoReport {
        var form = InfoForm()
        while true {
            let reply = try await connection.send([form.command], within: patience)[0]
            switch form.read(reply, []) {
            case .report(let info): return info
            case .askAgain: continue
            // Keys can be scanned without it; what it would say is unknown then.
            case .without: return InfoReport([])
            case .outage(let cause):
                _ = try InfoReport(reply: reply)
                throw .rejected(Array(cause.sentence.utf8))
            }
        }
    }

    /// The ACL rule that is missing where a command was refused, or `nil` if that is not why.
    static func missingRule(_ text: [UInt8]) -> String? {
        let words = String(decoding: text, as: UTF8.self).split(separator: "'")
        guard text.starts(with: "NOPERM".utf8), words.count >= 2 else { return nil }
        return "+" + escapedText(words[1].utf8, limit: 40)
    }
}

// The scan itself.
extension KeyScanRun {
    /// Sends batch after batch: the next one is on its way while the answers to the last are taken in.
    private mutating func go(
        on connection: RedisConnection,
        _ options: Options
    ) async throws(RedisError) {
        let start = ContinuousClock.now
        defer { elapsed = start.duration(to: .now) }
        var pace = options.share.map { ScanPace(share: $0, since: start) }
        guard var batch = scan.nextBatch() else { return }
        var replies = try await connection.send(batch.commands, within: Self.patience)
        while true {
            cost = (cost.commands + batch.commands.count, cost.writes + 1)
            elapsed = start.duration(to: .now)
            try scan.advance(batch, replies)
            if isEnough(options) { scan.stop() }
            try await pace?.wait(after: scan.keysMet, ownCommands: cost.commands, connection)
            guard let next = scan.nextBatch() else {
                // Answers must be taken in before it is known what to ask next.
                scan.digest(batch, replies, at: elapsed)
                guard let next = scan.nextBatch() else { break }
                batch = next
                replies = try await connection.send(batch.commands, within: Self.patience)
                continue
            }
            async let coming = Self.send(next.commands, on: connection)
            scan.digest(batch, replies, at: elapsed)
            show(options)
            (batch, replies) = (next, try await coming.get())
            try await warnOfTime(connection)
        }
    }

    private static func send(
        _ commands: [ReadCommand],
        on connection: RedisConnection
    ) async -> Result<FullKeyScan.Batch.Replies, RedisError> {
        do throws(RedisError) {
            return .success(try await connection.send(commands, within: patience))
        } catch {
            return .failure(error)
        }
    }

    private func isEnough(_ options: Options) -> Bool {
        if let most = options.mostKeys, scan.namesScanned >= UInt64(clamping: most) { return true }
        return options.length.map { elapsed >= $0 } ?? false
    }

    /// Of very many keys it is said once how long they take and what they cost, after the first of them.
    private mutating func warnOfTime(_ connection: RedisConnection) async throws(RedisError) {
        guard !hasWarned, scan.keysMet >= Self.leastForEstimate else { return }
        hasWarned = true
        guard let keys = scan.databaseKeys, keys >= Self.manyKeys else { return }
        let times = Double(keys) / Double(scan.keysMet)
        let after = try await Self.report(of: connection).mainThreadSeconds
        let server = after.flatMap { now in info.mainThreadSeconds.map { (now - $0) * times } }
        ProgressBar.end()
        warn(
            "\(Figures.count(Double(keys))) keys take about \(Figures.span(elapsed.seconds * times))"
                + " and \(Figures.span(server)) of the server's main thread;"
                + " ^C stops, --keys N samples, --cpu 10% slows down"
        )
    }

    private func show(_ options: Options) {
        let seen = Double(scan.keysMet)
        let share = max(scan.progress, options.mostKeys.map { min(1, seen / Double($0)) } ?? 0)
        ProgressBar.show(share, "\(Figures.count(seen)) keys  \(Figures.seconds(elapsed.seconds))")
    }
}
