import ArgumentParser
import Polling

/// Where a scan of the keys stopped, as it was printed.
struct PlaceArgument: ExpressibleByArgument {
    let place: FullKeyScan.Place

    init?(argument text: String) {
        guard let place = FullKeyScan.Place(text) else { return nil }
        self.place = place
    }
}
