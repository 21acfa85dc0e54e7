package import CacheMetrics

/// Where in a recording one is.
package struct PlaybackStatus: Sendable, Equatable {
    /// The file's name, without its folder.
    package var name: String
    /// The tick shown, counted from 0.
    package var tick: Int
    /// How many ticks there are.
    package var count: Int
    /// Whether it plays.
    package var isPlaying: Bool
    /// How many times faster than it was recorded; below 0 backwards.
    package var speed: Double
    /// The wall clock of the first and the last tick, in microseconds since 1970.
    package var wallRange: ClosedRange<Int64>
    /// Where things happened, from 0 (first tick) to 1 (last).
    package var events: [Double]
    /// How many stretches of the file could not be read.
    package var damages: Int
    /// How many ticks had a flipped bit, and are as they were written again.
    package var mended = 0
    /// Where the operator's marks are, from 0 to 1.
    package var marks: [Double] = []
    /// Where the loop begins and ends, as far as that was said, from 0 to 1.
    package var loop: [Double] = []
    /// Whether stretches in which little changes and nothing happens are left out.
    package var skipsQuiet = false
    /// How high metrics were over all of it, as far as that is known: by their names, bucket by bucket.
    package var levels: [String: [Double?]] = [:]
    /// Whether it is the memory of what is being watched rather than a file.
    package var isRewind = false
    /// Whether the end of a file is shown that is still being written.
    package var follows = false

    /// The metrics whose levels the line of time can show.
    package static let levelMetrics: [Metric] = [
        .usedMemory, .clientCommands, .evicted, .latencyP99, .misses,
    ]

    /// A place in a recording.
    package init(
        name: String,
        tick: Int,
        count: Int,
        isPlaying: Bool,
        speed: Double,
        wallRange: ClosedRange<Int64>,
        events: [Double],
        damages: Int
    ) {
        self.name = name
        self.tick = tick
        self.count = count
        self.isPlaying = isPlaying
        self.speed = speed
        self.wallRange = wallRange
        self.events = events
        self.damages = damages
    }
}
