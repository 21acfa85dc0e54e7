import CacheHealth
import CacheMetrics
import Dashboard
import Painting
import TestSupport
import Testing

/// What can be done with a finding.
struct FindingTests {
    private func stage() -> Stage {
        var stage = Stage(140, 45)
        stage.press("6", .enter)
        return stage
    }

    @Test func `a muted finding is gone for an hour, and the others stay`() {
        var stage = stage()
        #expect(stage.text.contains("evicting young keys"))
        stage.press("j", "j", "m")
        #expect(!stage.text.contains("evicting young keys") && stage.text.contains("1 muted"))
        #expect(stage.text.contains("keys will expire together"))
        let hours = stage.state.scene.view.muted.values.map {
            Double($0 - (stage.state.scene.moment?.wallMicroseconds ?? 0)) / 3.6e9
        }
        #expect(hours == [1])
    }

    @Test func `when all are muted the same key brings them back`() {
        var stage = stage()
        for _ in 0..<stage.state.scene.findings.count { stage.press("m") }
        #expect(stage.state.scene.findings.isEmpty && !stage.text.contains("evicting young keys"))
        stage.press("m")
        #expect(stage.text.contains("evicting young keys"))
    }

    @Test func `one goes to the moment at which it began`() {
        var stage = stage()
        let since = stage.state.scene.findings[0].since.wallMicroseconds
        #expect(stage.press("o") == [.playback(.goTo(wallMicroseconds: since))])
    }

    @Test func `it is copied with its numbers and what to do`() throws {
        var stage = stage()
        stage.press("j", "j")
        guard case .copy(let text)? = stage.press("y").first else {
            Issue.record("nothing was copied")
            return
        }
        #expect(text.hasPrefix("critical thrash on n: evicting young keys\nsince "))
        #expect(text.contains("a key stays at most") && text.contains("try: raise maxmemory"))
    }

    @Test func `Enter goes from a finding to the pane that shows what it is about`() {
        var stage = stage()
        stage.press("j", "j", "j", .enter)
        #expect(stage.text.contains("[4 Evict & expire]") || stage.text.contains("[2 Hot keys]"))
    }

    @Test func `elsewhere these keys do nothing`() {
        var stage = stage()
        stage.press(.escape, "1")
        for key: Key in ["m", "y", "o"] { #expect(stage.press(key).isEmpty) }
        #expect(stage.state.scene.view.muted.isEmpty)
    }
}
