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
                        Board.Row(KeyName(Array("a".utf8)), score: 100),
                        Board.Row(KeyName(Array("b".utf8)), score: 70 + Double(beat)),
                    ]
                    if beat >= 50 { rows.append(Board.Row(KeyName(Array("c".utf8)), score: 5)) }
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

    @Test func `ten minutes and an hour are looked back to by the minute`() throws {
        let board = try history(until: 3_700)
        let member = Array("b".utf8)
        #expect(board.movement(of: member, rank: 1, over: 600, at: 3_700) == .by(0))
        #expect(board.movement(of: member, rank: 1, over: 3_600, at: 3_700) == .by(0))
        #expect(board.movement(of: Array("c".utf8), rank: 3, over: 3_600, at: 3_700) == .by(0))
        let early = try history(until: 605)
        #expect(early.movement(of: member, rank: 1, over: 600, at: 605) == .by(1))
        #expect(early.movement(of: Array("c".utf8), rank: 3, over: 600, at: 605) == .entered)
    }

    @Test func `a steady climb has its velocity, and beats that were missed do not raise it`()
        throws
    {
        let board = try history(until: 70)
        let climbs = board.velocity(of: Array("b".utf8), secondsPerBeat: 2, at: 70)
        #expect(climbs.map { abs($0 - 0.5) < 1e-9 } == true)
        #expect(board.velocity(of: Array("a".utf8), secondsPerBeat: 1, at: 70) == 0)
        #expect(board.velocity(of: Array("z".utf8), secondsPerBeat: 1, at: 70) == nil)
        #expect(
            try history(until: 0).velocity(of: Array("b".utf8), secondsPerBeat: 1, at: 0) == nil
        )
    }

    @Test func `who left is told once there is a minute to compare with`() throws {
        let board = try history(until: 115)
        let rows = [Board.Row(KeyName(Array("b".utf8)), score: 185)]
        let left = ["a", "c"].map { Array($0.utf8) }
        #expect(board.left(rows, over: 60, at: 115) == left)
        #expect(try history(until: 40).left(rows, over: 60, at: 40) == nil)
    }

    @Test func `a mover is told by its distance from the others`() {
        let scores = RobustScores.of([1, 2, 3, 2, 1, 40, nil, .infinity])
        #expect(scores[5].map { $0 > 20 } == true)
        #expect(scores[0].map { abs($0) < 1 } == true)
        #expect(scores[6] == nil && scores[7] == nil)
        #expect(RobustScores.of([1, 2, 3, 9]).allSatisfy { $0 == nil })
        #expect(RobustScores.of([0, 0, 0, 0, 0, 0]).allSatisfy { $0 == nil })
        let still = RobustScores.of([Double?](repeating: 0, count: 37) + [20, 5, -2])
        #expect(still[37].map { $0 >= 3.5 } == true)
        #expect(still[0] == 0)
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
