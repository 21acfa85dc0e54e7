import ArgumentParser
import Polling

/// Where a sweep over the keys stopped, as it was printed.
struct PlaceArgument: ExpressibleByArgument {
    let place: KeySweep.Place

    init?(argument text: String) {
        guard let place = KeySweep.Place(text) else { return nil }
        self.place = place
    }
}
