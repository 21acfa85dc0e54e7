import CacheMetrics
import Recording
import TestSupport
import Testing

struct PlaybackTests {
    private let ticks: [RecordingReader.Tick]

    init() throws {
        let file = try TemporaryFile()
        _ = try file.record(Incident.readings)
        ticks = try RecordingReader(opening: file.path).ticks
    }

    @Test func `time goes on as fast as it was recorded, times the speed`() {
        var playback = Playback(ticks, isPlaying: true)
        playback.advance(by: .milliseconds(2_500))
        #expect(playback.tick == 2)
        #expect(playback.wait == .milliseconds(500))
        playback.changeSpeed(by: 2)
        #expect(playback.speed == 5)
        playback.advance(by: .milliseconds(500))
        #expect(playback.tick == 5)
    }

    @Test func `the end is a stop on the last picture, and play begins again from there`() {
        var playback = Playback(ticks, isPlaying: true)
        playback.advance(by: .seconds(100_000))
        #expect(playback.tick == ticks.count - 1)
        #expect(!playback.isPlaying && playback.wait == nil)
        playback.toggle()
        #expect(playback.tick == 0 && playback.isPlaying)
    }

    @Test func `stepping stops, jumping does not`() {
        var playback = Playback(ticks, at: 20, isPlaying: true)
        playback.jump(seconds: 10)
        #expect(playback.tick == 30 && playback.isPlaying)
        playback.jump(seconds: -10)
        #expect(playback.tick == 20)
        playback.step(by: -1)
        #expect(playback.tick == 19 && !playback.isPlaying)
        playback.step(by: -100)
        #expect(playback.tick == 0)
        playback.jump(seconds: -10)
        #expect(playback.tick == 0)
        playback.goToEnd()
        playback.jump(seconds: 10)
        #expect(playback.tick == ticks.count - 1)
    }

    @Test func `faster and slower undo each other, and the ladder has ends`() {
        var playback = Playback(ticks, isPlaying: false)
        for _ in 0..<20 { playback.changeSpeed(by: 1) }
        #expect(playback.speed == 3_600)
        for _ in 0..<20 { playback.changeSpeed(by: -1) }
        #expect(playback.speed == 0.25)
        playback.resetSpeed()
        #expect(playback.speed == 1)
    }

    @Test func `events are gone to, forth and back`() {
        var playback = Playback(ticks, isPlaying: true)
        playback.goToEvent(forward: true)
        #expect(playback.tick == Incident.outageBegins)
        playback.goToEvent(forward: true)
        #expect(playback.tick == Incident.restart)
        playback.goToEvent(forward: false)
        #expect(playback.tick == Incident.outageBegins)
    }

    @Test func `a picture needs what its histories reach back to`() {
        let playback = Playback(ticks, isPlaying: false)
        #expect(playback.foldingStart(for: 50, reachingBack: .seconds(10)) == 39)
        #expect(playback.foldingStart(for: 5, reachingBack: .seconds(10)) == 0)
    }

    @Test func `backwards it stops at the first picture`() {
        var playback = Playback(ticks, at: 10, isPlaying: false)
        playback.reverse()
        playback.advance(by: .milliseconds(2_500))
        #expect(playback.tick == 8)
        #expect(playback.wait == .milliseconds(500))
        playback.advance(by: .seconds(100))
        #expect(playback.tick == 0 && !playback.isPlaying)
        playback.toggle()
        #expect(playback.tick == ticks.count - 1 && playback.isPlaying)
    }

    @Test func `a loop is played again and again until it is taken back`() {
        var playback = Playback(ticks, at: 20, isPlaying: true)
        playback.setLoop()
        playback.jump(seconds: -5)
        playback.setLoop()
        #expect(playback.loop?.first == 15 && playback.loop?.last == 20)
        playback.advance(by: .milliseconds(4_900))
        #expect(playback.tick == 19)
        playback.advance(by: .milliseconds(200))
        #expect(playback.tick == 15 && playback.isPlaying)
        playback.setLoop()
        playback.advance(by: .seconds(7))
        #expect(playback.tick == 22)
    }

    @Test func `a mark is gone to as an event is, and by its name`() {
        var playback = Playback(ticks, at: 2, isPlaying: false)
        playback.mark("here")
        playback.goToBegin()
        playback.goToEvent(forward: true)
        #expect(playback.tick == 2 && playback.marks[2] == "here")
    }

    @Test func `where nothing happens nothing is played`() throws {
        let event = try #require(ticks.firstIndex { $0.isEvent })
        var playback = Playback(ticks, isPlaying: true)
        playback.toggleQuiet()
        playback.advance(by: .milliseconds(100))
        let begin = ticks[event].steadyMicroseconds - 10_000_000
        #expect(ticks[playback.tick].steadyMicroseconds >= min(begin, ticks[0].steadyMicroseconds))
        #expect(playback.tick == max(0, ticks.firstIndex { $0.steadyMicroseconds >= begin } ?? 0))
    }

    @Test(arguments: [false, true])
    func `what is quiet is what changes little, and a great change is played`(
        backwards: Bool
    ) throws {
        // The same reply each second, until another comes and stays: the coder needs some seconds to settle.
        let stream = try InfoStream("churn").readings(of: NodeID("n"))
        let readings = (0..<200).map { number in
            var reading = stream[number < 150 ? 2 : 42]
            let now = Int64(number) * 1_000_000
            reading.moment = Moment(
                wallMicroseconds: 1_700_000_000_000_000 + now,
                steadyMicroseconds: now,
                beat: Int64(number)
            )
            return reading
        }
        let file = try TemporaryFile()
        _ = try file.record(readings)
        let ticks = try RecordingReader(opening: file.path).ticks
        try #require(ticks.dropFirst().allSatisfy { !$0.isEvent })
        var playback = Playback(ticks, at: backwards ? 198 : 60, isPlaying: true)
        if backwards { playback.reverse() }
        playback.toggleQuiet()
        playback.advance(by: .milliseconds(10))
        #expect((backwards ? 160...166 : 140...140).contains(playback.tick))
        playback.toggleQuiet()
        #expect(!playback.skipsQuiet)
    }
}
