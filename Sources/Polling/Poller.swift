package import CacheMetrics
import RESP
package import RedisClient

/// Asks one server, on a beat, for everything the collectors want to know.
///
/// A poll is one batch on one connection: `INFO` first, so that the rest of the batch is not in it,
/// then the collectors' commands. At most one batch is in flight; a beat that comes too early for
/// the last poll is skipped and counted. What goes wrong becomes a reading: the poller itself never
/// ends before it is cancelled. Between two beats it walks over some keys, within its budget.
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
        self.target = target
        guard settings.sampleBudget > 0 else { return }
        sampler = newSampler()
        guard settings.walksReplica else { return }
        replica = ReplicaWalk(of: target, named: settings.clientName, seed: environment.seed)
    }

    /// A walk that has met nothing.
    private func newSampler() -> KeySampler {
        // Forty random bits: every table of a server we could watch is smaller than that.
        var sampler = KeySampler(
            startingAt: environment.seed >> 24,
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
        var cost = link.expenses.cost
        cost.touchesKeys = link.touchesKeys
        let usage = environment.ownUsage()
        cost.ownMicroseconds = usage?.cpuMicroseconds
        cost.ownMemoryBytes = usage?.memoryBytes
        let changed = await link.changedKeys()
        for index in collectors.indices { collectors[index].note(changed) }
        // Until a server has answered once it may be loading or busy: then it is asked nothing else.
        let wanted = link.hasAnswered ? collectors.flatMap(\.commands) : []
        let sent = clock.now
        let replies = try await link.send([.info] + wanted, within: deadline, at: elapsed)
        let roundTrip = sent.duration(to: clock.now).microseconds
        if let cause = Self.outage(in: replies[0]) {
            return .outage(link.outage(because: cause, at: elapsed))
        }
        var sample = Sample(
            roundTripMicroseconds: roundTrip,
            info: InfoReport(replies[0].bytes ?? [])
        )
        sample.cost = cost
        if link.hasAnswered {
            record(replies[1...], into: &sample)
        } else {
            // The first sample is taken in two rounds: some collectors must find out what there is
            // before they can read it, and nobody should wait a beat for that.
            for _ in 0..<2 {
                let late = try await link.send(
                    collectors.flatMap(\.commands),
                    within: deadline,
                    at: elapsed
                )
                record(late[...], into: &sample)
            }
        }
        link.succeeded(at: elapsed)
        return .sample(sample)
    }

    private mutating func record(_ replies: ArraySlice<RESPValue>, into sample: inout Sample) {
        sample.survey = sampler?.survey
        var rest = replies
        for index in collectors.indices {
            let count = collectors[index].commands.count
            collectors[index].record(Array(rest.prefix(count)), into: &sample)
            rest = rest.dropFirst(count)
        }
        sample.protection?.letsStrangersIn = link.letsStrangersIn
        if settings.hidesKeys { hideKeys(of: &sample) }
        let known = link.refusals
        sample.refusals = known + (replica?.refusals ?? []).filter { !known.contains($0) }
        latest = sample
    }

    /// Takes names out of what is told besides the survey: of slow commands, boards and members.
    private mutating func hideKeys(of sample: inout Sample) {
        sample.survey?.rankings = []
        for index in (sample.survey?.streams ?? []).indices {
            guard let stream = sample.survey?.streams[index] else { continue }
            var told = StreamUse(key: sampler?.told(stream.key) ?? Array("(hidden)".utf8))
            told.groups = stream.groups?.map { $0.named(KeyCensus.digits(of: $0.name)) }
            sample.survey?.streams[index] = told
        }
        // The walk hides the names it tells; those that the server tracked come from elsewhere.
        if case .tracked? = sample.survey?.method {
            for index in (sample.survey?.hottest ?? []).indices {
                let name = sample.survey?.hottest[index].key ?? []
                let told = sampler?.told(name) ?? Array("(hidden)".utf8)
                sample.survey?.hottest[index].key = told
                sample.survey?.hottest[index].keyLength = Int64(told.count)
            }
        }
        for index in (sample.boards ?? []).indices {
            let board = sample.boards?[index]
            sample.boards?[index].key =
                Array("board".utf8) + KeyCensus.digits(of: board?.key ?? [])
            sample.boards?[index].rows = (board?.rows ?? []).map {
                Board.Row(member: KeyCensus.digits(of: $0.member), score: $0.score)
            }
        }
        for index in (sample.slowLog ?? []).indices {
            let key = sample.slowLog?[index].key
            sample.slowLog?[index].key = key.map { sampler?.told($0) ?? Array("(hidden)".utf8) }
        }
    }

    /// Why a reply to `INFO` is not a sample, or `nil` if it is one.
    private static func outage(in reply: RESPValue) -> Outage.Cause? {
        if let error = reply.error { return Outage.Cause(reply: error) }
        guard let bytes = reply.bytes else { return .other(Array("INFO without text".utf8)) }
        let info = InfoReport(bytes)
        guard info[.loading] == 1 else { return nil }
        return .loading(percent: info[.loadedPercent], secondsLeft: info[.loadingETA])
    }
}

// The walk over the keys.
extension Poller {
    /// Looks at some keys, after a good poll and for at most half the time to the next.
    private mutating func walk() async {
        guard let latest, sampler != nil else { return }
        let begun = elapsed
        await chooseSide(by: latest.info)
        guard side != .wait, var walker = sampler else { return }
        walker.begin(latest.info, at: begun.microseconds)
        let affordable = budget.rounds(
            per: settings.interval,
            after: latest,
            ownCommands: link.expenses.cost.commandsSent,
            at: begun,
            sparesServer: side != .primary
        )
        let keys = latest.info.databases.first { $0.number == target.database }?.keys ?? 0
        let rounds = min(affordable, walker.worthwhileRounds(of: keys, per: settings.interval))
        await listen(&walker, after: latest)
        let seen = walker.keysSeen
        defer { budget.spend(keys: Int(clamping: walker.keysSeen &- seen)) }
        for round in 0..<rounds where elapsed - begun < settings.interval * 3 / 4 {
            guard !walker.hasComeRound else { break }
            let commands = walker.commands(isFirst: round == 0)
            do throws(RedisError) {
                let replies = try await ask(commands)
                walker.record(Array(zip(commands, replies)), at: elapsed.microseconds / 1_000)
            } catch {
                break
            }
        }
        await readValues(&walker)
        await look(&walker, before: begun + settings.interval * 3 / 4)
        sampler = walker
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

    /// Reads a few values, where that is allowed.
    private mutating func readValues(_ walker: inout KeySampler) async {
        guard link.isOpen, let commands = walker.values?.commands(), !commands.isEmpty,
            let replies = try? await ask(commands)
        else { return }
        walker.recordValues(Array(zip(commands, replies)))
    }

    /// Looks at the idle times of keys that may be hot, at a moment that suits the server's clock.
    private mutating func look(_ walker: inout KeySampler, before end: Duration) async {
        let delay = walker.delayOfLooks(at: elapsed.microseconds, within: end - elapsed)
        guard let delay, link.isOpen,
            (try? await clock.sleep(until: clock.now.advanced(by: delay), tolerance: nil)) != nil
        else { return }
        let (commands, sent) = (walker.looks, elapsed)
        do throws(RedisError) {
            let replies = try await link.send(commands, within: deadline, at: sent)
            // The server read its clock somewhere between the two.
            let moment = (sent + elapsed) / 2
            walker.recordLooks(Array(zip(commands, replies)), at: moment.microseconds)
        } catch {
            await link.close()
        }
    }

    /// Listens to the clients for a moment, if that is allowed, affordable and due.
    ///
    /// None of our own commands is in what is heard: this task sends them, and it waits here.
    private mutating func listen(_ walker: inout KeySampler, after sample: Sample) async {
        let plan = walker.traffic?.plan(
            after: sample.info,
            ownCommands: link.expenses.cost.commandsSent,
            interval: settings.interval,
            at: elapsed
        )
        guard let length = plan, let kind = walker.traffic?.kind, link.mayListen(at: elapsed)
        else { return }
        let room = max(.zero, settings.interval / 2 - length)
        let delay = walker.traffic?.delay(within: room) ?? .zero
        guard (try? await clock.sleep(until: clock.now.advanced(by: delay), tolerance: nil)) != nil
        else { return }
        do throws(RedisError) {
            let burst = try await RedisConnection.listen(
                to: kind,
                of: target,
                named: settings.clientName,
                limits: TrafficBurst.Limits(duration: length)
            )
            if let answer = burst.waitRefusal {
                return link.couldNotListen(.rejected(answer), for: "+wait", at: elapsed)
            }
            link.listened(to: kind)
            walker.record(burst, at: elapsed.microseconds / 1_000)
        } catch {
            link.couldNotListen(error, for: kind.accessRule, at: elapsed)
        }
    }
}

extension Duration {
    /// Whole microseconds, rounded towards zero.
    var microseconds: Int64 { Int64(self / .microseconds(1)) }
}
