import CacheMetrics
import RESP

extension KeySurvey.Method {
    /// The server's defaults, taken until it has told its settings or if it will not.
    static let defaultFrequency = Self.frequency(
        logFactor: 10,
        decayMinutes: 1,
        areAssumed: true
    )

    /// The method that the reply to `CONFIG GET lfu-*` tells, or `nil` if it tells none.
    init?(settings reply: RESPValue) {
        let settings = (reply.pairs ?? []).compactMap { name, value in
            value.integer.flatMap { number in
                name.bytes.map { (String(decoding: $0, as: UTF8.self), number) }
            }
        }
        let byName = Dictionary(settings) { first, _ in first }
        guard let factor = byName["lfu-log-factor"], let decay = byName["lfu-decay-time"] else {
            return nil
        }
        self = .frequency(logFactor: factor, decayMinutes: decay, areAssumed: false)
    }
}
