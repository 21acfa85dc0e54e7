import RESP

/// Reads the lines of `MONITOR`.
struct MonitorParser: BurstParser {
    let opening = RESPCommand("MONITOR")
    private var pending: [UInt8] = []
    private var hasBegun = false

    var pendingCount: Int { pending.count }

    mutating func take(_ bytes: some Collection<UInt8>) -> [BurstEvent] {
        pending.append(contentsOf: bytes)
        var events: [BurstEvent] = []
        var start = 0
        while let end = pending[start...].firstIndex(of: 0x0A) {
            if let event = event(of: pending[start..<end]) { events.append(event) }
            start = end + 1
        }
        pending.removeFirst(start)
        return events
    }

    private mutating func event(of line: ArraySlice<UInt8>) -> BurstEvent? {
        guard line.first == UInt8(ascii: "+") else {
            let text = Array(line.dropFirst().filter { $0 != 0x0D })
            return line.first == UInt8(ascii: "-") ? .refused(text) : .ended
        }
        guard hasBegun else {
            hasBegun = true
            return .began
        }
        guard let command = MonitorLine(line.dropFirst()), !command.isOwn else { return nil }
        return .heard(command.uses, at: command.serverMicroseconds)
    }
}
