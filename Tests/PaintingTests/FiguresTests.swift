import Painting
import Testing

struct FiguresTests {
    @Test(
        arguments: [
            (nil, "–"), (0, "0"), (0.5, "0.5"), (3, "3"), (9.96, "9.9"), (812, "812"),
            (1_204, "1,204"), (9_999, "9,999"),
            (10_000, "10.0k"), (84_299, "84.2k"), (999_999, "999k"), (1_000_000, "1.00M"),
            (41_200_000, "41.2M"), (-41, "-41"),
            (.nan, "–"), (.infinity, "–"),
        ] as [(Double?, String)]
    )
    func `counts are exact while short, then have three digits`(value: Double?, text: String) {
        #expect(Figures.count(value) == text)
    }

    @Test(
        arguments: [
            (nil, "–"), (0, "0B"), (418, "418B"), (1_023, "1023B"), (1_024, "1.00K"),
            (1_048_575, "0.99M"), (1_048_576, "1.00M"),
            (16_857_964_544, "15.7G"), (17_179_869_184, "16.0G"),
        ] as [(Double?, String)]
    )
    func `bytes are in powers of 1024`(value: Double?, text: String) {
        #expect(Figures.bytes(value) == text)
    }

    @Test(
        arguments: [
            (nil, "–"), (0, "0.0%"), (0.9997, "99.9%"), (0.99999, "99.9%"), (1, "100.0%"),
            (0.981, "98.1%"), (0.29, "29.0%"),
        ] as [(Double?, String)]
    )
    func `a share never reads more than it is`(value: Double?, text: String) {
        #expect(Figures.percent(value) == text)
    }

    @Test(
        arguments: [
            (nil, "–"), (0, "0µs"), (0.000132, "132µs"), (0.00184, "1.84ms"), (0.212, "212ms"),
            (6.2, "6.20s"), (59.99, "59.9s"),
            (60, "1m 0s"), (3_600, "1h 0m"), (1_051_200, "12d 4h"),
        ] as [(Double?, String)]
    )
    func `times take the largest unit that leaves three digits`(value: Double?, text: String) {
        #expect(Figures.seconds(value) == text)
    }

    @Test func `changes have a sign`() {
        #expect(Figures.change(1_204) == "+1,204")
        #expect(Figures.change(-41) == "-41")
        #expect(Figures.change(0) == "+0")
        #expect(Figures.change(nil) == "–")
    }

    @Test func `no number whatever makes a figure longer than eight characters`() {
        for exponent in -12...18 {
            for mantissa in stride(from: 1.0, to: 10, by: 0.37) {
                var value = mantissa
                for _ in 0..<abs(exponent) { value = exponent < 0 ? value / 10 : value * 10 }
                for text in [Figures.count(value), Figures.bytes(value), Figures.quotient(value)] {
                    #expect(text.unicodeScalars.count <= 8, "\(value) reads \(text)")
                }
            }
        }
    }
}
