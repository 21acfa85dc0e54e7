import Painting

/// Whether a theme can be read, by numbers rather than by taste.
package enum ThemeLint {
    /// What is wrong with a theme, a line each; empty for a good one.
    ///
    /// Thresholds are WCAG 2's: 4.5 for text, 3 for what only guides the eye. A background left to the
    /// terminal is judged as a common one of the theme's kind.
    package static func complaints(about file: ThemeFile) -> [String] {
        let theme = file.theme
        let paper =
            theme.background.rgb ?? (theme.variant == .light ? RGB(251, 250, 247) : RGB(16, 20, 24))
        return contrasts(of: theme, on: paper) + gradients(of: theme)
    }

    private static func contrasts(of theme: Theme, on paper: RGB) -> [String] {
        let checks: [(name: String, role: Role, least: Double)] = [
            ("fg", .text, 4.5), ("fg_muted", .muted, 4.5), ("fg_faint", .faint, 3),
            ("border_focus", .borderFocus, 3),
            ("ok", .ok, 4.5), ("info", .info, 4.5), ("warn", .warning, 4.5),
            ("crit", .critical, 4.5),
        ]
        var complaints = checks.compactMap { name, role, least -> String? in
            guard let color = theme[role].foreground.rgb else { return nil }
            return complaint(name, color.contrast(with: paper), least)
        }
        if let text = theme.selectionText.rgb, let behind = theme.selection.rgb {
            complaints += [complaint("selection_fg", text.contrast(with: behind), 4.5)].compactMap(
                \.self
            )
        }
        return complaints
    }

    private static func complaint(_ name: String, _ contrast: Double, _ least: Double) -> String? {
        guard contrast < least else { return nil }
        return
            "\(name): contrast \(Figures.quotient(contrast)), at least \(Figures.quotient(least)) is needed"
    }

    /// Neighbouring steps of a gradient of exact colours must differ, or it shows nothing.
    private static func gradients(of theme: Theme) -> [String] {
        Gradient.allCases.compactMap { gradient in
            let ends = [0.0, 1.0].map { theme[.gradient(gradient, $0)].foreground.rgb }
            guard let low = ends[0], let high = ends[1], low == high else { return nil }
            return "gradient \(gradient): both ends are \(low.hex)"
        }
    }
}
