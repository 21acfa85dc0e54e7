import ArgumentParser
import CacheMetrics
import Dashboard
import Polling
import RedisClient
import Terminal

/// The live dashboard.
struct WatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Watch caches live (the default)."
    )

    @Argument(help: "host, host:port, redis://[user@]host[:port][/db] or unix:///path; several for several nodes.")
    var target: [String] = []

    @Option(help: "Also record what is shown, to this file.")
    var record: String?

    @OptionGroup var credentials: CredentialOptions
    @OptionGroup var polling: PollOptions
    @OptionGroup var screen: ScreenOptions

    @MainActor
    mutating func run() async throws {
        let names = target.isEmpty ? ["redis://127.0.0.1:6379"] : target
        let targets = try names.map { try Target(argument: $0, credentials: credentials) }
        let watching = Watching(targets: targets, settings: try polling.settings())
        try await watch(watching, screen: screen)
    }
}

/// Shows servers on the terminal until the operator quits.
@MainActor
func watch(_ watching: Watching, screen options: ScreenOptions) async throws {
    let setting = Scene.Setting(
        target: watching.title,
        interval: watching.settings.interval,
        zoneSeconds: Machine.zoneSeconds(at: Machine.wallMicroseconds())
    )
    let live = try LiveScreen(setting, options: options)
    let mailbox = live.mailbox
    let ending = await withTaskGroup(of: Void.self) { group in
        for poller in watching.pollers() {
            group.addTask {
                var poller = poller
                while let reading = await poller.next() { mailbox.post(.reading(reading)) }
            }
        }
        defer { group.cancelAll() }
        return live.run()
    }
    live.close(ending)
}
