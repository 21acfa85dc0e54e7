import Glibc
import RESP
import RedisClient
import TestSupport

/// Reads by Zipf's law at a steady pace, and what the truth of it is.
struct ZipfLoad: Sendable {
    let perSecond: Int
    private let cumulative: [Double]

    init(keys: Int, exponent: Double, perSecond: Int) {
        self.perSecond = perSecond
        var sum = 0.0
        cumulative = (1...keys).map { rank in
            sum += pow(Double(rank), -exponent)
            return sum
        }
    }

    /// Reads a second of the key with a number, 0 for the hottest.
    func rate(of number: Int) -> Double {
        let before = number == 0 ? 0 : cumulative[number - 1]
        return (cumulative[number] - before) / cumulative[cumulative.count - 1] * Double(perSecond)
    }

    /// Reads for so many seconds; returns how often each key was read.
    func run(
        on server: RedisServer,
        for seconds: Int,
        prefix: String = "item:"
    ) async throws -> [Int] {
        let connection = try await RedisConnection.open(to: server.target, named: "load")
        var reads = [Int](repeating: 0, count: cumulative.count)
        let start = ContinuousClock.now
        // A few reads in a write, as of many clients: the server must not be woken by each.
        let beats = 250
        for beat in 0..<(seconds * beats) {
            var commands: [RESPCommand] = []
            for _ in 0..<(perSecond / beats) {
                let number = pick()
                reads[number] += 1
                commands.append(RESPCommand("GET", "\(prefix)\(number)"))
            }
            _ = try await connection.sendUnrestricted(commands, within: .seconds(5))
            try await Task.sleep(until: start + .seconds(1) * (Double(beat + 1) / Double(beats)))
        }
        await connection.close()
        return reads
    }

    /// The number of a key, drawn by the law.
    func pick() -> Int {
        let wanted = Double.random(in: 0..<cumulative[cumulative.count - 1])
        var (low, high) = (0, cumulative.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if cumulative[middle] > wanted { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
