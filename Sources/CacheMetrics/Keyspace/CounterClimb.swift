/// How far a key's LFU counter climbed while it was read several times, and what each step stands for.
///
/// The server raises counter `c` with probability `q = 1 / ((c − 5) · factor + 1)` on a request and
/// lowers it by one each minute (Redis `evict.c`, `LFULogIncr`, `LFUDecrAndReturn`). So the steps up are
/// a Poisson count with the mean `rate · ∫q dt`: steps and exposure are all that reads can say.
package struct CounterClimb: Sendable, Equatable {
    /// Steps up that must have been: the counter's change, and the steps of decay climbed again.
    package var steps: Int64
    /// Steps up that may have been besides, where a read fell on the turn of a minute.
    package var uncertainSteps: Int64
    /// `∫q dt` over the reads, in microseconds: one request per second is expected to raise the counter
    /// once per `10⁶ / exposure` such stretches.
    package var exposureMicroseconds: Int64
    /// Time from the first read to the last, in milliseconds.
    package var spanMilliseconds: Int64

    /// A climb from its parts.
    package init(
        steps: Int64,
        uncertainSteps: Int64 = 0,
        exposureMicroseconds: Int64,
        spanMilliseconds: Int64
    ) {
        (self.steps, self.uncertainSteps) = (steps, uncertainSteps)
        self.exposureMicroseconds = exposureMicroseconds
        self.spanMilliseconds = spanMilliseconds
    }
}
