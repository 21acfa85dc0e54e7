import CacheMetrics

extension FactWriter {
    /// Adds what a cluster node's slots do: a line for all, then one for each that is told.
    mutating func add(_ report: SlotReport) {
        line("slots")
        number(report.slots)
        number(report.microsecondsPerSecond)
        number(report.medianMicrosecondsPerSecond)
        for use in report.busiest {
            line("sl")
            number(use.slot)
            number(use.keys)
            number(use.microsecondsPerSecond)
            number(use.bytesInPerSecond)
            number(use.bytesOutPerSecond)
        }
    }
}

extension SlotReport {
    init(_ line: inout FactLine) {
        self.init()
        slots = line.number() ?? 0
        (microsecondsPerSecond, medianMicrosecondsPerSecond) = (line.number(), line.number())
    }
}

extension SlotUse {
    init?(_ line: inout FactLine) {
        guard let slot = line.number(Int64.self), let keys = line.number(UInt64.self) else {
            return nil
        }
        self.init(slot: slot, keys: keys)
        microsecondsPerSecond = line.number()
        (bytesInPerSecond, bytesOutPerSecond) = (line.number(), line.number())
    }
}
