import CacheMetrics
import TestSupport
import Testing

struct BoardHistoryTests {
    /// A board on which `b` overtakes `a` after half a minute and `c` comes in at 50 s.
    private func history(until last: Int64) throws -> BoardHistory {
        var history = History()
        for beat in 0...last {
            history.fold(
                .sample(beat, [:]) { sample in
                    var rows = [
                        Board.Row(member: Array("a".utf8), score: 100),
                        Board.Row(member: Array("b".utf8), score: 70 + Double(beat)),
                    ]
                    if beat >= 50 { rows.append(Board.Row(member: Array("c".utf8), score: 5)) }
                    rows.sort { $0.score > $1.score }
                    sample.boards = [
                        Board(key: Array("k".utf8), state: .read, memberCount: 2, rows: rows)
                    ]
                }
            )
        }
        return try #require(history.nodes[0].boards[Array("k".utf8)])
    }

    @Test func `a change over a minute is not known after half a minute`() throws {
        let board = try history(until: 40)
        #expect(board.movement(of: Array("b".utf8), rank: 1, over: 60, at: 40) == .unknown)
        #expect(board.change(of: Array("b".utf8), score: 110, over: 60, at: 40) == nil)
    }

    @Test func `ranks and scores are compared with those of a minute ago`() throws {
        let board = try history(until: 70)
        #expect(board.movement(of: Array("b".utf8), rank: 1, over: 60, at: 70) == .by(1))
        #expect(board.movement(of: Array("a".utf8), rank: 2, over: 60, at: 70) == .by(-1))
        #expect(board.movement(of: Array("c".utf8), rank: 3, over: 60, at: 70) == .entered)
        #expect(board.change(of: Array("b".utf8), score: 140, over: 60, at: 70) == 60)
        #expect(board.change(of: Array("c".utf8), score: 5, over: 60, at: 70) == nil)
    }
}
