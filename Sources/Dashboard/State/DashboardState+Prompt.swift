import Painting

// Lines typed for the player.
extension DashboardState {
    /// What a key does while a line is typed.
    mutating func typeIntoPrompt(_ key: Key) -> [Effect] {
        guard var prompt = view.prompt else { return [] }
        switch key {
        case .character(let scalar):
            if prompt.text.unicodeScalars.count < 200 { prompt.text.unicodeScalars.append(scalar) }
        case .backspace, .delete:
            guard !prompt.text.isEmpty else {
                view.prompt = nil
                return []
            }
            prompt.text.unicodeScalars.removeLast()
        case .enter:
            view.prompt = nil
            return perform(prompt)
        case .escape, .control("c"):
            view.prompt = nil
            return []
        case .control, .up, .down, .left, .right, .pageUp, .pageDown, .home, .end, .tab, .backTab,
            .function:
            return []
        }
        view.prompt = prompt
        return []
    }

    private mutating func perform(_ prompt: ViewState.Prompt) -> [Effect] {
        let words = prompt.text.split(separator: " ", maxSplits: 1).map(String.init)
        guard let first = words.first else { return [] }
        guard prompt.kind == .command else { return [.playback(.go(prompt.text))] }
        let rest = words.count > 1 ? words[1] : ""
        guard let command = Self.commands.first(where: { $0.name == first }) else {
            view.notice =
                "no command \(first); there are \(Self.commands.map(\.name).joined(separator: ", "))"
            return []
        }
        return perform(command.make(rest))
    }

    /// Everything that can be asked for by name.
    private static let commands: [(name: String, make: @Sendable (String) -> Command)] = [
        ("go", { .playback(.go($0)) }), ("find", { .playback(.find($0)) }),
        ("mark", { .playback(.mark($0)) }), ("loop", { _ in .playback(.loop) }),
        ("delta", { _ in .delta }), ("quiet", { _ in .playback(.quiet) }),
        ("reverse", { _ in .playback(.reverse) }), ("cut", { .playback(.cut($0)) }),
        ("save", { .playback(.write($0)) }),
    ]
}
