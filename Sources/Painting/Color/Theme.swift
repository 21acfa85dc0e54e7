/// How every role looks.
package struct Theme: Sendable, Equatable {
    /// The theme's name, as `--theme` takes it.
    package var name: String
    /// Whether its background is dark or light.
    package var variant: Variant
    /// The canvas colour; the terminal's own unless the theme paints it.
    package var background: Paint
    /// The background of a selected row.
    package var selection: Paint
    /// The text of a selected row.
    package var selectionText: Paint
    /// The background of a selected row in a pane without the keys.
    package var idleSelection: Paint
    /// What old data is written in.
    package var dimmed: Paint
    /// Which characters the theme wants, or `nil` to let the terminal decide.
    package var glyphs: GlyphSet?
    private var styles: [Style]

    /// What kind of terminal a theme was made for.
    package enum Variant: String, Sendable {
        /// A dark background.
        case dark
        /// A light background.
        case light
        /// Either.
        case any
    }

    /// A theme in which every role looks like plain text.
    package init(name: String, variant: Variant) {
        self.name = name
        self.variant = variant
        background = .terminalDefault
        selection = .terminalDefault
        selectionText = .terminalDefault
        idleSelection = .terminalDefault
        dimmed = .terminalDefault
        styles = Array(repeating: Style(), count: 256)
    }

    /// How a role looks.
    package subscript(role: Role) -> Style {
        get { styles[Int(role.rawValue)] }
        set { styles[Int(role.rawValue)] = newValue }
    }
}

extension Theme {
    /// How a role looks on a terminal of a depth, under what lies over it.
    package func look(of role: Role, overlay: Cell.Overlay, at depth: ColorDepth) -> Look {
        let style = self[role]
        var foreground = style.foreground
        var behind = style.background ?? background
        var attributes = depth == .mono ? style.monoAttributes : style.attributes
        if overlay.contains(.bold) { attributes.insert(.bold) }
        if overlay.contains(.dimmed) {
            foreground = dimmed
            attributes.remove(.bold)
            if dimmed == .terminalDefault || depth == .mono { attributes.insert(.dim) }
        }
        if overlay.contains(.selected) {
            (foreground, behind) = (selectionText, selection)
            if depth == .mono || selection == .terminalDefault { attributes.insert(.reverse) }
        } else if overlay.contains(.selectedElsewhere) {
            behind = idleSelection
            if depth == .mono || idleSelection == .terminalDefault { attributes.insert(.underline) }
        }
        return Look(
            foreground: foreground.number(at: depth),
            background: behind.number(at: depth),
            attributes: attributes
        )
    }
}
