/// A number that an operator names: a metric of the catalog, a field of `INFO`, or with `/s` behind it
/// how fast a counter of `INFO` grows.
package struct Quantity: Sendable {
    /// The name it was asked for by.
    package let name: String
    /// The number at the end of an interval, or `nil` where it is not known.
    package let value: @Sendable (Interval) -> Double?

    /// A metric.
    package init(_ metric: Metric) { self.init(metric.name, metric.value) }

    private init(_ name: String, _ value: @escaping @Sendable (Interval) -> Double?) {
        (self.name, self.value) = (name, value)
    }

    /// The number of that name; one that no server has is known nowhere.
    package init(named name: String) {
        if let metric = MetricCatalog.named(name) {
            self.init(metric)
        } else if name.hasSuffix("/s") {
            let field = InfoField<UInt64>(String(name.dropLast(2)))
            self.init(name) { $0.rate(of: field) }
        } else {
            let field = InfoField<Double>(name)
            self.init(name) { $0.info[field] }
        }
    }
}
