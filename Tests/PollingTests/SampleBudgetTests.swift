import Polling
import Testing

struct SampleBudgetTests {
    @Test(
        arguments: [0.001, 0.005, 0.05],
        [Duration.milliseconds(100), .seconds(1), .seconds(10)]
    )
    func `a beat never costs more than its share of a core`(share: Double, interval: Duration) {
        let keys = SampleBudget(share: share).rounds(per: interval) * SampleBudget.keysPerRound
        // One round is the least there is; above that the budget holds.
        let affordable = share * (interval / .seconds(1)) / SampleBudget.secondsPerKey
        #expect(Double(keys) <= max(Double(SampleBudget.keysPerRound), affordable))
        #expect(keys <= SampleBudget.mostKeysPerBeat)
    }

    @Test func `no budget, no walk`() {
        #expect(SampleBudget(share: 0).rounds(per: .seconds(1)) == 0)
    }
}
