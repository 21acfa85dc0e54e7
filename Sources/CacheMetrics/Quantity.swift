/// A number that an operator names: a metric of the catalog, a field of `INFO`, or with `/s` behind it
/// how fast a counter of `INFO` grows.
package struct Quantity: Sendable {
    /// The name it was asked for by.
    package let name: String
    /// The parts of an interval that it is worked out from.
    let parts: Interval.Parts
    /// The fields of `INFO` that it looks at.
    let fields: [String]
    /// The number at the end of an interval, or `nil` where it is not known.
    package let value: @Sendable (Interval) -> Double?

    /// A metric.
    package init(_ metric: Metric) {
        self.init(metric.name, from: metric.parts, of: metric.fields, metric.value)
    }

    private init(
        _ name: String,
        from parts: Interval.Parts = [],
        of fields: [String],
        _ value: @escaping @Sendable (Interval) -> Double?
    ) {
        (self.name, self.parts, self.fields, self.value) = (name, parts, fields, value)
    }

    /// The number of that name; one that no server has is known nowhere.
    package init(named name: String) {
        if let metric = MetricCatalog.named(name) {
            self.init(metric)
        } else if name.hasSuffix("/s") {
            let counter = String(name.dropLast(2))
            let field = InfoField<UInt64>(counter)
            self.init(name, of: [counter]) { $0.rate(of: field) }
        } else {
            let field = InfoField<Double>(name)
            self.init(name, of: [name]) { $0.info[field] }
        }
    }
}
