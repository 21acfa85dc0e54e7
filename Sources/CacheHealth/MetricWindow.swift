/// A metric over the last seconds: its mean, and how many seconds that is of.
struct MetricWindow: Sendable {
    /// The mean of the values there are.
    var mean: Double
    /// How many seconds they stand for.
    var seconds: Double

    /// What a rate comes to over the window.
    var total: Double { mean * seconds }
}
