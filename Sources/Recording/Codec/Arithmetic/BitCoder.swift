/// One side of the arithmetic coder: what is coded is written down once, for both.
///
/// A writer is given bits and returns them; a reader is given anything and returns what was written.
protocol BitCoder {
    /// Codes a bit that is set with a probability, which learns from it.
    mutating func code(_ bit: Bool, _ probability: inout Probability) -> Bool
    /// Codes a bit about which nothing is known.
    mutating func code(_ bit: Bool) -> Bool
    /// Whether so much was read past the end that nothing of it can be meant; never of a writer.
    var isLost: Bool { get }
}
