import CacheMetrics
import RESP
import RedisClient

/// The connection to a replica whose keys are walked over in place of its primary's.
///
/// A replica has the same keys, sizes and times to live, and a walk over it costs the primary
/// nothing (`keyspace.md` 3.1). What it does not have is how often a key is asked for: that stays
/// with the node that serves the reads. The replica is the first that the primary says is online; it
/// is believed once it names the same replication id. Where it cannot be reached for a while, the
/// primary is walked over.
struct ReplicaWalk: Sendable {
    private let primary: Target
    private let name: String
    private var link: Link?
    private var address: ServerAddress?
    /// Since when there has been no replica, or `nil` while there is one.
    private var missingSince: Duration?
    private var seed: UInt64

    /// How long a replica may be away before its primary is walked over.
    private static let patience = Duration.seconds(10)

    /// Where the next rounds go.
    enum Side: Equatable {
        case replica(ServerAddress)
        case primary
        /// To neither: the replica may be back in a moment, and its cursors mean nothing elsewhere.
        case wait
    }

    init(of primary: Target, named name: String, seed: UInt64) {
        (self.primary, self.name, self.seed) = (primary, name, seed)
    }

    /// Finds, opens and checks the replica that a report of the primary names.
    mutating func side(
        by info: InfoReport,
        interval: Duration,
        at elapsed: Duration,
        on clock: some Clock<Duration>
    ) async -> Side {
        let found = info.replicas.first(where: \.isOnline).map {
            ServerAddress.tcp(host: String(decoding: $0.host, as: UTF8.self), port: $0.port)
        }
        if found != address {
            await link?.close()
            (link, address) = (nil, found)
            seed &+= 1
            var target = primary
            if let found { target.address = found }
            link = found.map { _ in Link(to: target, named: name, seed: seed) }
        }
        await open(by: info, interval: interval, at: elapsed, on: clock)
        guard let address, link?.isOpen == true else {
            let since = missingSince ?? elapsed
            missingSince = since
            return elapsed - since < Self.patience && address != nil ? .wait : .primary
        }
        missingSince = nil
        return .replica(address)
    }

    private mutating func open(
        by info: InfoReport,
        interval: Duration,
        at elapsed: Duration,
        on clock: some Clock<Duration>
    ) async {
        guard var link, !link.isOpen, link.mayTry(at: elapsed) else { return }
        do throws(RedisError) {
            // No poll of the primary must wait for a replica that does not answer.
            try await link.open(withinBeatsOf: interval / 8, at: elapsed, on: clock)
            let reply = try await link.send([.info], within: interval / 4, at: elapsed)
            let own = try InfoReport(reply: reply.first)
            if own.isReplica(of: info) {
                link.succeeded(at: elapsed)
            } else {
                await link.close()
                link.failed(.connecting, at: elapsed)
            }
        } catch {
            await link.close()
            link.failed(Outage.Cause(error), at: elapsed)
        }
        self.link = link
    }

    /// Lookups that it has counted for us.
    var lookups: UInt64 { link?.expenses.lookups ?? 0 }

    /// What the replica refuses.
    var refusals: [Refusal] { link?.refusals ?? [] }

    /// Asks the replica.
    ///
    /// - Throws: what went wrong; the connection is closed then.
    mutating func send(
        _ commands: [ReadCommand],
        within deadline: Duration,
        at elapsed: Duration
    ) async throws(RedisError) -> [RESPValue] {
        do throws(RedisError) {
            guard link != nil else { throw .closed(during: .polling) }
            return try await link?.send(commands, within: deadline, at: elapsed) ?? []
        } catch {
            await link?.close()
            link?.failed(Outage.Cause(error), at: elapsed)
            throw error
        }
    }
}

extension ReadCommand {
    /// Whether only the node that serves the reads can tell.
    var isAboutUse: Bool {
        switch self {
        case .objectFrequency, .objectIdleTime, .lfuSettings: true
        default: false
        }
    }
}

extension InfoReport {
    /// Whether it is of a replica that follows a primary and has its data.
    fileprivate func isReplica(of primary: InfoReport) -> Bool {
        self[.role] == Array("slave".utf8)
            && text(of: InfoName("master_link_status")).map { $0.elementsEqual("up".utf8) } == true
            && self[.masterReplicationID] != nil
            && self[.masterReplicationID] == primary[.masterReplicationID]
    }
}
