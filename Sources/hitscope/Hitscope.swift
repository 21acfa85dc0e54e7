import ArgumentParser

/// The program: one command for each thing a person or a script wants of it.
struct Hitscope: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hitscope",
        abstract: "Tells whether your Redis or Valkey cache is healthy, why not, and what to do.",
        version: programVersion,
        subcommands: [
            WatchCommand.self, RecordCommand.self, ReplayCommand.self, SnapshotCommand.self,
            CheckCommand.self, KeysCommand.self, FrameCommand.self, DemoCommand.self,
            InfoCommand.self, VerifyCommand.self, RecoverCommand.self, TrimCommand.self,
            CatCommand.self, ThinCommand.self, RedactCommand.self, ExportCommand.self,
            DiffCommand.self,
            ThemesCommand.self,
        ],
        defaultSubcommand: WatchCommand.self
    )
}
