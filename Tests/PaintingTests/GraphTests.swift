import Painting
import Testing

struct GraphTests {
    private func picture(
        _ values: [Double?],
        width: Int,
        height: Int,
        threshold: Double? = nil
    ) -> String {
        var canvas = Canvas(width: width, height: height)
        let graph = Graph(
            values: values,
            lowest: 0,
            highest: 8,
            gradient: .heat,
            threshold: threshold
        )
        canvas.draw(graph, x: 0, y: 0, width: width, height: height)
        return canvas.text
    }

    @Test func `two values stand in a column, four steps in a row`() {
        #expect(picture([1, 2, 3, 4, 5, 6, 7, 8], width: 4, height: 2) == "  ⣠⣾\n⣠⣾⣿⣿")
    }

    @Test
    func `zero is a line at the bottom, unknown is a dot, and before the beginning is nothing`() {
        #expect(picture([nil, nil, 0, 0, nil, nil, 8, 8], width: 4, height: 1) == " ⣀·⣿")
    }

    @Test func `a limit is drawn where there is room`() {
        #expect(picture([8, 8, 1, 1], width: 3, height: 2, threshold: 8) == "⣿╌╌\n⣿⣀·")
    }

    @Test func `values beyond the edges stay inside`() {
        #expect(picture([-5, 99, .infinity, 0], width: 2, height: 1) == "⣸⣇")
    }

    @Test func `a pair of buckets stays in one column as time goes on`() {
        #expect(Graph.alignedEnd(newest: 8) == 10)
        #expect(Graph.alignedEnd(newest: 9) == 10)
        #expect(Graph.alignedEnd(newest: 10) == 12)
    }
}
