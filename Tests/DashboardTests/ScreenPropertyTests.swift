import CacheMetrics
import Dashboard
import Painting
import TestSupport
import Testing

struct ScreenPropertyTests {
    /// Sizes from nothing to a wall: all the small ones, and some of the others.
    static let sizes: [(Int, Int)] = {
        var sizes: [(Int, Int)] = []
        for width in Array(0...44) + Array(stride(from: 45, through: 300, by: 17)) {
            for height in Array(0...9) + Array(stride(from: 10, through: 100, by: 13)) {
                sizes.append((width, height))
            }
        }
        return sizes
    }()

    @Test(arguments: [-1, 0, 40, 48, 70])
    func `every size is drawn, to its edges and not beyond`(beat: Int) {
        let stage = Stage(80, 24, upTo: beat)
        for (width, height) in Self.sizes {
            let canvas = Screen.canvas(of: stage.state.scene, width: width, height: height)
            #expect(canvas.width == width && canvas.height == height)
        }
    }

    @Test func `what has changed is drawn at every size, however far the clocks are apart`() {
        var stage = Stage(80, 24, upTo: 10)
        stage.press(":")
        stage.type("delta")
        stage.press(.enter)
        for reading in Incident.readings[11...70] { stage.apply(.reading(reading)) }
        var scene = stage.state.scene
        for clock in [scene.baseline?.moment.wallMicroseconds ?? 0, .min, .max] {
            scene.baseline?.moment.wallMicroseconds = clock
            for (width, height) in Self.sizes {
                let canvas = Screen.canvas(of: scene, width: width, height: height)
                #expect(canvas.width == width && canvas.height == height)
            }
        }
    }

    @Test(arguments: 1...7)
    func `every pane is drawn zoomed at every size`(digit: Int) {
        var stage = Stage(80, 24)
        stage.press(.character(Unicode.Scalar(UInt8(48 + digit))), .enter, "j", "j")
        for (width, height) in Self.sizes {
            #expect(
                Screen.canvas(of: stage.state.scene, width: width, height: height).width == width
            )
        }
    }

    @Test func `every pane is drawn alone at every size, and twice alike`() {
        let scenes = [Stage(80, 24, upTo: -1), Stage(80, 24), Stage(80, 24, upTo: 48)].map(
            \.state.scene
        )
        for (_, pane) in PaneCatalog.panes {
            for scene in scenes {
                for (width, height) in [
                    (0, 0), (1, 1), (2, 2), (3, 9), (9, 3), (38, 8), (70, 15), (120, 40),
                ] {
                    for form in [PaneForm.overview, .zoomed] {
                        var (one, other) = (
                            Canvas(width: width, height: height),
                            Canvas(width: width, height: height)
                        )
                        pane.draw(scene, as: form, on: &one)
                        pane.draw(scene, as: form, on: &other)
                        #expect(one == other)
                    }
                }
            }
        }
    }

    @Test func `hundreds of random resizes and keys never trap`() {
        var stage = Stage(80, 24)
        var random = SeededGenerator(seed: 8)
        let keys: [Key] = [
            "1", "2", "3", "4", "5", "6", "7", "j", "k", "g", "G", "<", ">", "r", "+", "-", "z",
            " ", "?", "/", "a", "h", "l",
            .enter, .escape, .tab, .backTab, .up, .down, .pageUp, .pageDown, .home, .end,
            .backspace, .left, .right,
        ]
        for step in 0..<300 {
            let size = (
                Int.random(in: 0...300, using: &random), Int.random(in: 0...100, using: &random)
            )
            stage.apply(.resized(width: size.0, height: size.1))
            if let key = keys.randomElement(using: &random) { stage.apply(.key(key)) }
            stage.apply(.reading(Incident.readings[step % 90]))
            let canvas = Screen.canvas(of: stage.state.scene, width: size.0, height: size.1)
            #expect(canvas.width == size.0 && canvas.height == size.1)
        }
    }

    @Test func `hostile names reach the canvas only as printable cells`() {
        for digit in 1...7 {
            var stage = Stage(140, 45)
            stage.press(.character(Unicode.Scalar(UInt8(48 + digit))), .enter)
            for y in 0..<45 {
                for cell in stage.canvas.row(y) where cell != .covered {
                    #expect(cell.scalar.columns > 0, "\(cell.scalar.value) in pane \(digit)")
                }
            }
        }
        #expect(Stage(140, 45).text.contains("\\x1b[31m4"))
        #expect(Stage(140, 45).text.contains("\\x1b[\\xff\\r\\n"))
    }

    @Test func `the smallest windows still say how it is`() {
        #expect(Stage(6, 1).text.hasPrefix("✖"))
        #expect(Stage(20, 5).text.contains("evict"))
        #expect(Stage(40, 12, upTo: 48).text.contains("DOWN refused"))
    }

    @Test func `what is not known is a dash, never a zero`() {
        let text = Stage(140, 45, upTo: 0).text
        #expect(text.contains("p50 – p99 – p999 –"))
        #expect(text.contains("evict – expire – miss –"))
        #expect(!text.contains(" 0.0%"))
    }
}
