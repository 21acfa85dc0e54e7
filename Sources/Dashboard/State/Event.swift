package import CacheMetrics
package import Painting

/// Something that happened: the only way the state changes.
package enum Event: Sendable, Equatable {
    /// A node was read, or could not be.
    case reading(Reading)
    /// A key was pressed.
    case key(Key)
    /// The window has a new size, in cells.
    case resized(width: Int, height: Int)
    /// The recording being written grew, or stopped.
    case recorded(RecordingStatus)
    /// The recording being played is somewhere else.
    case played(PlaybackStatus)
    /// What was folded so far is void: readings from another moment follow.
    case rewound
}

/// Work the state asks the program to do, because the state itself may not.
package enum Effect: Sendable, Equatable {
    /// End the program.
    case quit
    /// Stop the program until the shell continues it.
    case suspend
    /// Paint everything again.
    case redraw
    /// Do something with the recording being played.
    case playback(PlaybackCommand)
}

/// How the recording being written is doing.
package struct RecordingStatus: Sendable, Equatable {
    /// Bytes written.
    package var bytes: UInt64
    /// The wall clock of the first tick, in microseconds since 1970.
    package var sinceMicroseconds: Int64
    /// Why nothing is written any more, or `nil` while all is well.
    package var failure: String?

    /// A recording's status from its parts.
    package init(bytes: UInt64, sinceMicroseconds: Int64, failure: String? = nil) {
        self.bytes = bytes
        self.sinceMicroseconds = sinceMicroseconds
        self.failure = failure
    }
}

/// What can be done with a recording being played.
package enum PlaybackCommand: Sendable, Equatable {
    /// Play if it stands, stop if it plays.
    case toggle
    /// Go on by so many ticks, back if negative, and stop there.
    case step(Int)
    /// Go on by so many seconds, back if negative.
    case jump(seconds: Int)
    /// Go so many steps up the ladder of speeds, down if negative.
    case changeSpeed(Int)
    /// Play at the speed it was recorded.
    case normalSpeed
    /// Go to the first tick.
    case begin
    /// Go to the last tick.
    case end
    /// Go to the next thing that happened, back if negative.
    case event(Int)
}

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
    /// How many times faster than it was recorded.
    package var speed: Double
    /// The wall clock of the first and the last tick, in microseconds since 1970.
    package var wallRange: ClosedRange<Int64>
    /// Where things happened, from 0 (first tick) to 1 (last).
    package var events: [Double]
    /// How many stretches of the file could not be read.
    package var damages: Int

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
