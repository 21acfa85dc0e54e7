import Polling
import TestSupport
import Testing

struct PollScheduleTests {
    @Test func `beats are counted from the start, so delays do not add up`() {
        var schedule = PollSchedule(every: .seconds(1))
        #expect(schedule.next(at: .zero) == .init(number: 0, wait: .zero, skipped: 0))
        #expect(
            schedule.next(at: .milliseconds(300))
                == .init(number: 1, wait: .milliseconds(700), skipped: 0)
        )
        #expect(
            schedule.next(at: .milliseconds(1_020))
                == .init(number: 2, wait: .milliseconds(980), skipped: 0)
        )
    }

    @Test func `a slow poll skips the beats it covered, without a burst after it`() {
        var schedule = PollSchedule(every: .seconds(1))
        _ = schedule.next(at: .zero)
        let next = schedule.next(at: .milliseconds(3_400))
        #expect(next == .init(number: 4, wait: .milliseconds(600), skipped: 3))
    }

    @Test func `a beat that was only just missed is still taken`() {
        var schedule = PollSchedule(every: .seconds(1))
        _ = schedule.next(at: .zero)
        #expect(
            schedule.next(at: .milliseconds(1_050)) == .init(number: 1, wait: .zero, skipped: 0)
        )
    }

    @Test func `an hour of jitter keeps the beat`() {
        var schedule = PollSchedule(every: .seconds(1))
        var random = SeededGenerator(seed: 5)
        var elapsed = Duration.zero
        for number in 0..<3_600 {
            let beat = schedule.next(at: elapsed)
            #expect(beat.number == Int64(number) && beat.skipped == 0)
            elapsed += beat.wait + .milliseconds(Int.random(in: 0...400, using: &random))
        }
    }

    @Test func `waits after failures grow, stay within their bounds and are not alike`() {
        var backoff = Backoff(from: .milliseconds(250), to: .seconds(4))
        var random = SeededGenerator(seed: 1)
        let waits = (0..<200).map { _ in backoff.next(using: &random) }
        #expect(waits.allSatisfy { $0 >= .milliseconds(250) && $0 <= .seconds(4) })
        #expect(waits.contains { $0 > .seconds(3) })
        #expect(Set(waits).count > 50)
        backoff.reset()
        #expect(backoff.next(using: &random) <= .milliseconds(750))
    }

    @Test func `an interval of zero is our own mistake`() async {
        await #expect(processExitsWith: .failure) { _ = PollSchedule(every: .zero) }
    }
}
