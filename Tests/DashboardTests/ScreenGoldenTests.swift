import CacheMetrics
import Dashboard
import Painting
import TestSupport
import Testing

/// Pictures of whole screens, at the sizes people have and in the states that matter.
struct ScreenGoldenTests {
    static let sizes = [(20, 5), (40, 12), (80, 24), (120, 40), (140, 45), (200, 60)]

    @Test(arguments: sizes)
    func `the overview of a cache that evicts`(width: Int, height: Int) throws {
        try Golden.expect(Stage(width, height).canvas, named: "overview-\(width)x\(height)")
    }

    @Test(arguments: sizes)
    func `the overview of a server that is gone`(width: Int, height: Int) throws {
        try Golden.expect(Stage(width, height, upTo: 48).canvas, named: "outage-\(width)x\(height)")
    }

    @Test(arguments: [(80, 24), (140, 45)])
    func `the overview after a restart`(width: Int, height: Int) throws {
        try Golden.expect(
            Stage(width, height, upTo: 70).canvas,
            named: "restarted-\(width)x\(height)"
        )
    }

    @Test(arguments: [(20, 5), (80, 24), (140, 45)])
    func `the overview before anything is known`(width: Int, height: Int) throws {
        try Golden.expect(
            Stage(width, height, upTo: -1).canvas,
            named: "connecting-\(width)x\(height)"
        )
    }

    @Test(arguments: [(80, 24), (140, 45)])
    func `the overview after the first sample`(width: Int, height: Int) throws {
        try Golden.expect(Stage(width, height, upTo: 0).canvas, named: "first-\(width)x\(height)")
    }

    @Test(arguments: 1...7, [(80, 24), (140, 45)])
    func `every pane, zoomed`(digit: Int, size: (Int, Int)) throws {
        var stage = Stage(size.0, size.1)
        stage.press(.character(Unicode.Scalar(UInt8(48 + digit))), .enter)
        try Golden.expect(stage.canvas, named: "zoom-\(digit)-\(size.0)x\(size.1)")
    }

    @Test(arguments: [(80, 24), (140, 45)])
    func `what names and values say of memory`(width: Int, height: Int) throws {
        var stage = Stage(width, height)
        stage.apply(.reading(Incident.studied))
        stage.press("1", .enter)
        try Golden.expect(stage.canvas, named: "studied-\(width)x\(height)")
    }

    @Test func `ASCII`() throws {
        try Golden.expect(Stage(80, 24, glyphs: .ascii).canvas, named: "ascii-80x24")
    }

    @Test func `the help`() throws {
        var stage = Stage(80, 24)
        stage.press("?")
        try Golden.expect(stage.canvas, named: "help-80x24")
    }

    @Test func `paused, while readings go on`() throws {
        var stage = Stage(80, 24, upTo: 30)
        stage.press(" ")
        for reading in Incident.readings[31...40] { stage.apply(.reading(reading)) }
        try Golden.expect(stage.canvas, named: "paused-80x24")
    }

    @Test func `filtered`() throws {
        var stage = Stage(140, 45)
        stage.press("2", "/")
        stage.type("user")
        try Golden.expect(stage.canvas, named: "filter-140x45")
    }

    @Test(arguments: [(80, 24), (140, 45)])
    func `what has changed since a moment`(width: Int, height: Int) throws {
        var stage = Stage(width, height, upTo: 10)
        stage.press(":")
        stage.type("delta")
        stage.press(.enter)
        for reading in Incident.readings[11...] { stage.apply(.reading(reading)) }
        try Golden.expect(stage.canvas, named: "changes-\(width)x\(height)")
    }

    @Test(arguments: [(40, 12), (80, 24), (140, 45)])
    func `a replay`(width: Int, height: Int) throws {
        var stage = Stage(width, height, upTo: 60)
        let walls =
            Incident.readings[0].moment
            .wallMicroseconds...Incident.readings[89].moment.wallMicroseconds
        stage.apply(
            .played(
                PlaybackStatus(
                    name: "incident.hits",
                    tick: 60,
                    count: 90,
                    isPlaying: true,
                    speed: 10,
                    wallRange: walls,
                    events: [0.5, 0.58],
                    damages: 1
                )
            )
        )
        try Golden.expect(stage.canvas, named: "replay-\(width)x\(height)")
    }

    @Test func `recording`() throws {
        var stage = Stage(80, 24)
        let begin = Incident.readings[0].moment.wallMicroseconds
        stage.apply(.recorded(RecordingStatus(bytes: 43_000, sinceMicroseconds: begin)))
        try Golden.expect(stage.canvas, named: "recording-80x24")
        stage.apply(
            .recorded(
                RecordingStatus(
                    bytes: 43_000,
                    sinceMicroseconds: begin,
                    failure: "disk full",
                    waiting: 600,
                    lost: 37
                )
            )
        )
        #expect(stage.text.contains("REC PAUSED: disk full, 600 kept, 37 lost"))
    }

    @Test
    func `what was lost, is in doubt or is waited for stays said, on a view that is held too`() {
        var stage = Stage(140, 45)
        let begin = Incident.readings[0].moment
        var status = RecordingStatus(bytes: 43_000, sinceMicroseconds: begin.wallMicroseconds)
        (status.lost, status.doubt) = (411, "disk failed")
        stage.apply(.recorded(status))
        stage.apply(.reading(Incident.readings[0]))
        #expect(stage.text.contains("● REC 00:00 41.9K, 411 lost, disk failed"))
        status.latestMicroseconds = begin.steadyMicroseconds
        stage.apply(.recorded(status))
        stage.apply(.key(.character(" ")))
        for reading in Incident.readings[1...5] { stage.apply(.reading(reading)) }
        #expect(stage.text.contains("● REC 00:00"))
        for reading in Incident.readings[6...7] { stage.apply(.reading(reading)) }
        #expect(stage.text.contains("REC WAITS for the disk 00:07, 411 lost"))
        stage.apply(.lost(500))
        #expect(stage.text.contains("REC WAITS for the disk 00:07, 500 lost"))
    }
}
