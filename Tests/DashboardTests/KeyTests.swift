import CacheMetrics
import Dashboard
import Painting
import TestSupport
import Testing

struct KeyTests {
    @Test(arguments: ["q", .control("c"), .control("\\")] as [Key])
    func `these keys quit, whatever is shown`(key: Key) {
        for keys: [Key] in [[], ["?"], ["2", .enter]] {
            var stage = Stage(80, 24)
            keys.forEach { stage.apply(.key($0)) }
            #expect(stage.press(key) == [.quit])
        }
    }

    @Test func `in the filter a q is a letter, and ^C still quits`() {
        var stage = Stage(80, 24)
        stage.press("/")
        #expect(stage.press("q").isEmpty)
        #expect(stage.text.contains("filter: q"))
        #expect(stage.press(.control("c")) == [.quit])
    }

    @Test func `Esc goes back one thing at a time and never quits`() {
        var stage = Stage(80, 24)
        stage.press("2", .enter, "/")
        stage.type("user")
        stage.press(.enter, "?")
        #expect(stage.text.contains("Keys"))
        stage.press(.escape)
        #expect(stage.text.contains("/user"))
        stage.press(.escape)
        #expect(!stage.text.contains("/user") && stage.text.contains("[2 Hot keys]"))
        stage.press(.escape)
        #expect(stage.text.contains("╭─ 1 Memory"))
        #expect(stage.press(.escape).isEmpty)
    }

    @Test func `digits and Tab go to panes, Enter and z zoom them`() {
        var stage = Stage(140, 45)
        stage.press("4", "z")
        #expect(stage.text.contains("[4 Evict & expire]"))
        stage.press("7")
        #expect(stage.text.contains("[7 Nodes]"))
        stage.press(.tab)
        #expect(stage.text.contains("[1 Memory]"))
        stage.press(.backTab, .backTab)
        #expect(stage.text.contains("[6 Findings]"))
    }

    @Test func `the selection follows the row, not its place`() {
        var stage = Stage(140, 45)
        stage.press("2", "j", "j")
        #expect(stage.line(with: "user:2")?.contains("›") == true)
        stage.press("r")
        #expect(stage.line(with: "user:2")?.contains("›") == true)
        stage.press("G")
        #expect(stage.line(with: "user:1 ")?.contains("›") == true)
        stage.press("g", "k", "k")
        #expect(stage.line(with: "x1b[\\xff")?.contains("›") == true)
    }

    @Test func `rows sort by the column chosen, and the other way round`() {
        var stage = Stage(140, 45)
        stage.press("2", .enter)
        func order() -> [Int] {
            ["user:1 ", "user:2 ", "cfg:flags "].compactMap { name in
                stage.canvas.text.split(separator: "\n").firstIndex { $0.contains(name) }
            }
        }
        #expect(order() == order().sorted())
        stage.press(">")
        #expect(order() == order().sorted().reversed())
        stage.press("r")
        #expect(order() == order().sorted())
        stage.press("<", "<")
        #expect(stage.line(with: "cfg:flags") != nil)
    }

    @Test func `a filter keeps the rows that contain it, whatever the case, and says how many`() {
        var stage = Stage(140, 45)
        stage.press("2", .enter, "/")
        stage.type("USER")
        #expect(stage.line(with: "cfg:flags") == nil)
        #expect(stage.text.contains("/USER 2 of 4"))
        stage.press(.backspace, .backspace, .backspace, .backspace)
        #expect(stage.line(with: "cfg:flags") != nil)
    }

    @Test func `a pause freezes the view and nothing else`() {
        var stage = Stage(140, 45, upTo: 30)
        stage.press(" ")
        let frozen = stage.text.split(separator: "\n").dropFirst().joined(separator: "\n")
        for reading in Incident.readings[31...44] { stage.apply(.reading(reading)) }
        #expect(stage.text.split(separator: "\n").dropFirst().joined(separator: "\n") == frozen)
        #expect(stage.text.contains("‖ PAUSED 00:14 behind"))
        #expect(stage.text.contains("14 new samples"))
        stage.press("2", .enter)
        #expect(stage.text.contains("[2 Hot keys]"))
        stage.press(.escape, "1", " ")
        #expect(stage.text == Stage(140, 45, upTo: 44).text)
    }

    @Test func `the window of the graphs grows and shrinks within its bounds`() {
        var stage = Stage(140, 45)
        for _ in 0..<20 { stage.press("+") }
        #expect(stage.text.contains("+ - 1h"))
        for _ in 0..<20 { stage.press("-") }
        #expect(stage.text.contains("+ - 1m"))
    }

    @Test func `keys of time work in a replay, and those that go back while watching`() {
        var stage = Stage(80, 24)
        #expect(stage.press("]", .home).isEmpty)
        #expect(stage.press(",", "{") == [.playback(.step(-1)), .playback(.event(-1))])
        stage.apply(.played(.standing))
        #expect(stage.press(" ") == [.playback(.toggle)])
        #expect(
            stage.press(".", ",", .right, .left) == [
                .playback(.step(1)), .playback(.step(-1)), .playback(.jump(seconds: 10)),
                .playback(.jump(seconds: -10)),
            ]
        )
        #expect(
            stage.press("]", "[", .backspace) == [
                .playback(.changeSpeed(1)), .playback(.changeSpeed(-1)), .playback(.normalSpeed),
            ]
        )
        #expect(
            stage.press(.home, .end, "}", "{") == [
                .playback(.begin), .playback(.end), .playback(.event(1)), .playback(.event(-1)),
            ]
        )
    }

    @Test func `a rewound state is a new one that looks the same way`() {
        var stage = Stage(140, 45, upTo: 60)
        stage.press("3", "+")
        stage.apply(.restored(Knowledge()))
        for reading in Incident.readings[...40] { stage.apply(.reading(reading)) }
        var other = Stage(140, 45, upTo: 40)
        other.press("3", "+")
        #expect(stage.text == other.text)
    }

    @Test func `a moment and a command are typed in the last line`() {
        var stage = Stage(80, 24)
        stage.apply(.played(.standing))
        stage.press("b")
        stage.type("42%")
        #expect(stage.line(with: "go to: 42%_") != nil)
        #expect(stage.press(.backspace, "q", .enter) == [.playback(.go("42q"))])
        stage.press(":")
        stage.type("find role changed")
        #expect(stage.press(.enter) == [.playback(.find("role changed"))])
        #expect(stage.press("n", "N") == [.playback(.findNext(1)), .playback(.findNext(-1))])
        stage.press(":")
        stage.type("fly")
        #expect(stage.press(.enter).isEmpty)
        #expect(stage.line(with: "no command fly") != nil)
        stage.press("1")
        #expect(stage.line(with: "no command fly") == nil)
        stage.press(":", "x")
        #expect(stage.press(.escape).isEmpty && stage.state.scene.view.prompt == nil)
    }

    @Test func `what has changed is compared with the moment at which that was asked for`() throws {
        var stage = Stage(80, 24, upTo: 10)
        stage.press(":")
        stage.type("delta")
        #expect(stage.press(.enter).isEmpty)
        #expect(stage.line(with: "nothing changed") != nil)
        for reading in Incident.readings[11...40] { stage.apply(.reading(reading)) }
        #expect(stage.line(with: "00:30 after") != nil)
        let misses = try [9, 10, 39, 40].map { beat in
            guard case .sample(let sample) = Incident.readings[beat].content else { return 0.0 }
            return Double(try #require(sample.info[.keyspaceMisses]))
        }
        let line = stage.line(with: "misses_per_second") ?? ""
        let words = line.split(whereSeparator: { " │".contains($0) }).map(String.init)
        let rates = [misses[1] - misses[0], misses[3] - misses[2], (misses[3] - misses[1]) / 30]
        #expect([words[1], words[2], words[4]] == rates.map { Metric.misses.text($0) })
        stage.press(.escape)
        let isOver = stage.line(with: "1 Memory") != nil && stage.state.scene.baseline == nil
        #expect(isOver)
    }

    @Test
    func `a moment before is compared with one after, the rates from the earlier to the later`() {
        var stage = Stage(140, 45, upTo: 40)
        stage.press(":")
        stage.type("delta")
        stage.press(.enter)
        let after = { (stage: Stage) in stage.line(with: "misses_per_second")?.suffix(11) }
        var back = stage
        back.apply(.restored(Knowledge()))
        for reading in Incident.readings[...10] { back.apply(.reading(reading)) }
        #expect(back.line(with: "00:30 before") != nil)
        var forth = Stage(140, 45, upTo: 10)
        forth.press(":")
        forth.type("delta")
        forth.press(.enter)
        for reading in Incident.readings[11...40] { forth.apply(.reading(reading)) }
        let (one, other) = (after(back), after(forth))
        #expect(one != nil && one == other)
    }

    @Test func `a file that is followed is said to be, and not at a speed`() {
        var stage = Stage(80, 24)
        var status = PlaybackStatus.standing
        status.follows = true
        stage.apply(.played(status))
        #expect(stage.line(with: "● FOLLOW") != nil && stage.line(with: "REPLAY") == nil)
    }

    @Test func `the line of time shows how high the metric of the pane was`() {
        var stage = Stage(140, 45)
        var status = PlaybackStatus.standing
        let levels: [Double?] = (0..<100).map { $0 < 50 ? nil : Double($0 - 49) }
        status.levels = [Metric.evicted.name: levels]
        stage.apply(.played(status))
        #expect(stage.line(with: "├")?.contains("█") == false)
        stage.press("4")
        let line = stage.line(with: "evicted 00:00:00")
        #expect(line?.contains("──") == true && line?.contains("▁▁") == true)
        #expect(line?.contains("█┤") == true)
    }

    @Test func `knowledge of a moment and what follows is as good as all of it`() {
        var knowledge = Knowledge()
        for reading in Incident.readings[..<25] { knowledge.fold(reading) }
        var stage = Stage(140, 45, upTo: 10)
        stage.apply(.restored(knowledge))
        for reading in Incident.readings[25...40] { stage.apply(.reading(reading)) }
        #expect(stage.text == Stage(140, 45, upTo: 40).text)
    }
}

extension PlaybackStatus {
    fileprivate static let standing = PlaybackStatus(
        name: "x",
        tick: 0,
        count: 9,
        isPlaying: false,
        speed: 1,
        wallRange: 0...1,
        events: [],
        damages: 0
    )
}
