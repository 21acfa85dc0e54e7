package import CacheMetrics
import RESP
package import RedisClient

/// Asks one server, on a beat, for everything the collectors want to know.
///
/// A poll is one batch on one connection: `INFO` first, so that the rest of the batch is not in it,
/// then the collectors' commands. At most one batch is in flight; a beat that comes too early for
/// the last poll is skipped and counted. What goes wrong becomes a reading: the poller itself never
/// ends before it is cancelled. Between two beats it scans some keys, within its budget.
package struct Poller<PollClock: Clock>: ReadingSource where PollClock.Duration == Duration {
    private let node: NodeID
    private let target: Target
    private let settings: PollSettings
    private let environment: PollEnvironment
    private let clock: PollClock
    private let start: PollClock.Instant

    private var schedule: PollSchedule
    private var link: Link
    private var collectors: [any Collector]
    private var sampler: KeySampler?
    /// The replica that is walked over, if that was asked for.
    private var replica: ReplicaWalk?
    /// Where the walk is.
    private var side = ReplicaWalk.Side.primary
    private var budget: SampleBudget
    private var allowance: ProbeAllowance
    /// How often the operator has asked for more probes, and until when that holds.
    private var boost: (count: Int, until: Duration) = (0, .zero)
    private var serverClock = ServerClock()
    private var infoForm = InfoForm()
    /// The latest good sample, until the walk that follows it.
    private var latest: Sample?
    private var beat: Int64 = 0

    /// A poller of one server; nothing is sent before the first `next()`.
    package init(
        _ target: Target,
        as node: NodeID,
        settings: PollSettings,
        clock: PollClock,
        environment: PollEnvironment
    ) {
        self.node = node
        self.settings = settings
        self.environment = environment
        self.clock = clock
        start = clock.now
        schedule = PollSchedule(every: settings.interval)
        link = Link(to: target, named: settings.clientName, seed: environment.seed)
        collectors = CollectorCatalog.all(settings, database: target.database)
        budget = SampleBudget(
            share: settings.sampleBudget,
            listens: settings.listensTo != nil,
            seed: environment.seed
        )
        allowance = ProbeAllowance(share: settings.probeShare)
        self.target = target
        guard settings.sampleBudget > 0 else { return }
        sampler = newSampler()
        guard settings.walksReplica else { return }
        replica = ReplicaWalk(of: target, named: settings.clientName, seed: environment.seed)
    }

    /// A scan that has met nothing.
    private func newSampler() -> KeySampler {
        var sampler = KeySampler(
            seed: environment.seed,
            database: target.database,
            namespaces: settings.namespaces,
            hidesKeys: settings.hidesKeys
        )
        if settings.readsValues { sampler.values = ValueProbe() }
        sampler.traffic = settings.listensTo.map { TrafficSampler($0, seed: environment.seed) }
        return sampler
    }

    package mutating func next() async -> Reading? {
        await walk()
        let due = schedule.next(at: elapsed)
        link.expenses.skippedBeats &+= UInt64(clamping: due.skipped)
        let instant = start.advanced(by: elapsed + due.wait)
        guard (try? await clock.sleep(until: instant, tolerance: nil)) != nil else { return nil }
        beat = due.number
        let content = await poll()
        return Task.isCancelled ? nil : Reading(node: node, moment: moment, content: content)
    }

    private var elapsed: Duration { start.duration(to: clock.now) }

    private var moment: Moment {
        Moment(
            wallMicroseconds: environment.wallMicroseconds(),
            steadyMicroseconds: elapsed.microseconds,
            beat: beat
        )
    }
}

// The poll.
extension Poller {
    /// Long enough for a slow reply, short enough that the next beat is not missed.
    private var deadline: Duration {
        min(.milliseconds(1_500), max(settings.interval, .seconds(1)) * 9 / 10)
    }

    private mutating func poll() async -> Reading.Content {
        latest = nil
        guard link.mayTry(at: elapsed) else { return .outage(link.outage(at: elapsed)) }
        let wasOpen = link.isOpen
        let first = await attempt()
        // A server may close a connection that was idle for long; that alone is no outage.
        guard case .outage(let outage) = first, wasOpen, outage.cause == .closed else {
            return first
        }
        return await attempt()
    }

    private mutating func attempt() async -> Reading.Content {
        do throws(RedisError) {
            try await link.open(withinBeatsOf: settings.interval, at: elapsed, on: clock)
            if !link.hasAnswered { await link.knockAsStranger(within: settings.interval / 4) }
            let content = try await ask()
            if case .outage(let outage) = content { link.failed(outage.cause, at: elapsed) }
            return content
        } catch {
            await link.close()
            let isLate = link.hasAnswered && error == .timedOut(.polling, after: deadline)
            link.failed(isLate ? .stale : Outage.Cause(error), at: elapsed)
        }
        return .outage(link.outage(at: elapsed))
    }

    private mutating func ask() async throws(RedisError) -> Reading.Content {
        let changed = await link.changedKeys()
        for index in collectors.indices { collectors[index].note(changed) }
        // Until a server has answered once it may be loading or busy: then it is asked nothing else.
        let wanted = link.hasAnswered ? collectorCommands() : []
        let (cost, spent) = (observerCost, link.expenses.lookups)
        let sent = clock.now
        let replies = try await link.send(
            [infoForm.command] + wanted,
            within: deadline,
            at: elapsed
        )
        let roundTrip = sent.duration(to: clock.now).microseconds
        let info: InfoReport
        switch infoForm.read(replies[0], link.refusals) {
        case .report(let report): info = report
        case .outage(let cause): return .outage(link.outage(because: cause, at: elapsed))
        case .askAgain: return try await ask()
        case .without(let cause):
            // What works without INFO goes on without it.
            let size = try await link.send([.databaseSize], within: deadline, at: elapsed)
            guard size[0].integer != nil else {
                return .outage(link.outage(because: cause, at: elapsed))
            }
            info = InfoReport([])
        }
        serverClock.set(info, roundTrip: roundTrip, endedAt: elapsed.microseconds)
        var sample = Sample(roundTripMicroseconds: roundTrip, info: info)
        sample.cost = cost
        grantLookups(by: info, own: spent)
        if link.hasAnswered {
            record(replies[1...], into: &sample)
        } else {
            // The first sample is taken in two rounds: some collectors must find out what there is
            // before they can read it, and nobody should wait a beat for that.
            for _ in 0..<2 {
                let commands = collectorCommands()
                let late = try await link.send(commands, within: deadline, at: elapsed)
                record(late[...], into: &sample)
            }
        }
        link.succeeded(at: elapsed)
        return .sample(sample)
    }

    /// What watching has cost, before the poll.
    private var observerCost: ObserverCost {
        var cost = link.expenses.cost
        cost.touchesKeys = link.touchesKeys
        let usage = environment.ownUsage()
        cost.ownMicroseconds = usage?.cpuMicroseconds
        cost.ownMemoryBytes = usage?.memoryBytes
        cost.allowedLookups = UInt64(allowance.granted)
        let left = boost.until - elapsed
        cost.boostMilliseconds = left > .zero ? Int64(left / .milliseconds(1)) : nil
        return cost
    }

    /// Lookups made in all, on the server and on a replica that is scanned in its place.
    private var lookups: UInt64 { link.expenses.lookups &+ (replica?.lookups ?? 0) }

    /// Allows us lookups by what the server counted of the clients' until a report; `own` were ours by then.
    private mutating func grantLookups(by info: InfoReport, own: UInt64) {
        let wishes = environment.boost.count
        if wishes != boost.count { boost = (wishes, elapsed + ProbeAllowance.boost.length) }
        let counted = info[.keyspaceHits].flatMap { hits in
            info[.keyspaceMisses].map { hits &+ $0 }
        }
        allowance.grant(
            lookups: counted,
            own: own,
            spent: lookups,
            isBoosted: elapsed < boost.until,
            at: elapsed
        )
    }

    /// The collectors' commands, with half of the lookups that are left.
    private mutating func collectorCommands() -> [ReadCommand] {
        var left = (allowance.left(after: lookups) + 1) / 2
        for index in collectors.indices { collectors[index].reserve(&left) }
        return [.databaseSize] + collectors.flatMap(\.commands)
    }

    private mutating func record(_ replies: ArraySlice<RESPValue>, into sample: inout Sample) {
        var rest = replies
        let keys = rest.popFirst()?.integer.flatMap { UInt64(exactly: $0) }
        sampler?.note(databaseKeys: keys)
        sample.survey = sampler?.survey
        for index in collectors.indices {
            let count = collectors[index].commands.count
            collectors[index].record(Array(rest.prefix(count)), into: &sample)
            rest = rest.dropFirst(count)
        }
        sample.protection?.letsStrangersIn = link.letsStrangersIn
        if settings.hidesKeys { sample.hideKeys(by: &sampler) }
        let known = link.refusals
        sample.refusals = known + (replica?.refusals ?? []).filter { !known.contains($0) }
        latest = sample
    }
}

// The scan of the keys.
extension Poller {
    /// Scans some keys, after a good poll and for at most half the time to the next.
    private mutating func walk() async {
        guard let latest, sampler != nil else { return }
        let begun = elapsed
        await chooseSide(by: latest.info)
        guard side != .wait, var scanner = sampler else { return }
        scanner.clock = serverClock
        scanner.begin(after: latest, lookups: allowance.left(after: lookups), at: begun)
        let affordable = budget.keys(
            per: settings.interval,
            after: latest,
            ownCommands: link.expenses.cost.commandsSent,
            at: begun,
            sparesServer: side != .primary
        )
        await listen(&scanner, after: latest)
        var (spent, round) = (0.0, 0)
        defer { budget.spend(keys: Int(spent.rounded())) }
        let most = scanner.worthwhileRounds(per: settings.interval)
        while spent < affordable, round < most, !scanner.hasComeRound,
            elapsed - begun < settings.interval * 3 / 4
        {
            let commands = scanner.commands(isFirst: round == 0)
            guard !commands.isEmpty else { break }
            do throws(RedisError) {
                let replies = try await ask(commands)
                spent += KeySampler.cost(of: commands)
                scanner.record(Array(zip(commands, replies)), at: elapsed.microseconds / 1_000)
            } catch {
                break
            }
            round += 1
        }
        await readValues(&scanner)
        await look(&scanner, before: begun + settings.interval * 3 / 4)
        sampler = scanner
    }

    /// Turns to the replica or back; what was met of one's keys says nothing of where the other's are.
    private mutating func chooseSide(by info: InfoReport) async {
        guard var follower = replica else { return }
        let now = await follower.side(
            by: info,
            interval: settings.interval,
            at: elapsed,
            on: clock
        )
        replica = follower
        guard now != side else { return }
        if case .replica(let address) = now {
            sampler = newSampler()
            sampler?.found.replica = Array("\(address)".utf8)
        } else if now == .primary {
            sampler = newSampler()
        }
        side = now
    }

    /// Asks the server that is walked over, and its primary what only that knows.
    ///
    /// - Throws: what went wrong; the connection is closed then.
    private mutating func ask(
        _ commands: [ReadCommand]
    ) async throws(RedisError) -> [RESPValue] {
        guard case .replica = side else { return try await askServer(commands) }
        var replies = [RESPValue](repeating: .null, count: commands.count)
        let (own, other) = (
            commands.indices.filter { commands[$0].isAboutUse },
            commands.indices.filter { !commands[$0].isAboutUse }
        )
        let told = try await askReplica(other.map { commands[$0] })
        for (place, reply) in zip(other, told) { replies[place] = reply }
        let uses = try await askServer(own.map { commands[$0] })
        for (place, reply) in zip(own, uses) { replies[place] = reply }
        return replies
    }

    private mutating func askReplica(
        _ commands: [ReadCommand]
    ) async throws(RedisError) -> [RESPValue] {
        guard var follower = replica else { throw .closed(during: .polling) }
        defer { replica = follower }
        return try await follower.send(commands, within: deadline, at: elapsed)
    }

    private mutating func askServer(
        _ commands: [ReadCommand]
    ) async throws(RedisError) -> [RESPValue] {
        do throws(RedisError) {
            return try await link.send(commands, within: deadline, at: elapsed)
        } catch {
            await link.close()
            throw error
        }
    }

    /// Reads a few values, where that is allowed and there are lookups for it.
    private mutating func readValues(_ scanner: inout KeySampler) async {
        guard link.isOpen, scanner.values != nil,
            allowance.left(after: lookups) >= ValueProbe.mostLookups,
            let commands = scanner.values?.commands(), !commands.isEmpty,
            let replies = try? await ask(commands)
        else { return }
        scanner.recordValues(Array(zip(commands, replies)))
    }

    /// Probes the idle times of keys that may be hot, at a moment that suits the server's clock.
    private mutating func look(_ scanner: inout KeySampler, before end: Duration) async {
        let delay = scanner.delayOfLooks(at: elapsed.microseconds, within: end - elapsed)
        guard let delay, link.isOpen,
            (try? await clock.sleep(until: clock.now.advanced(by: delay), tolerance: nil)) != nil
        else { return }
        let (commands, sent) = (scanner.looks(), elapsed)
        do throws(RedisError) {
            let replies = try await link.send(commands, within: deadline, at: sent)
            // The server read its clock somewhere between the two.
            let moment = (sent + elapsed) / 2
            scanner.recordLooks(Array(zip(commands, replies)), at: moment.microseconds)
        } catch {
            await link.close()
        }
    }

    /// Listens to the clients for a moment, if that is allowed, affordable and due.
    ///
    /// None of our own commands is in what is heard: this task sends them, and it waits here.
    private mutating func listen(_ scanner: inout KeySampler, after sample: Sample) async {
        let plan = scanner.traffic?.plan(
            after: sample.info,
            ownCommands: link.expenses.cost.commandsSent,
            interval: settings.interval,
            at: elapsed
        )
        guard let length = plan, let kind = scanner.traffic?.kind, link.mayListen(at: elapsed)
        else { return }
        let room = max(.zero, settings.interval / 2 - length)
        let delay = scanner.traffic?.delay(within: room) ?? .zero
        guard (try? await clock.sleep(until: clock.now.advanced(by: delay), tolerance: nil)) != nil
        else { return }
        var limits = TrafficBurst.Limits(duration: length)
        let (clock, start, server) = (clock, start, serverClock)
        limits.serverMicroseconds = { server.time(at: start.duration(to: clock.now).microseconds) }
        do throws(RedisError) {
            let burst = try await RedisConnection.listen(
                to: kind,
                of: target,
                named: settings.clientName,
                limits: limits
            )
            if let answer = burst.waitRefusal {
                return link.couldNotListen(.rejected(answer), for: "+wait", at: elapsed)
            }
            link.listened(to: kind)
            scanner.record(burst, at: elapsed.microseconds / 1_000)
        } catch {
            link.couldNotListen(error, for: kind.accessRule, at: elapsed)
        }
    }
}
