import Painting

/// Every key a theme file may have and what it sets.
///
/// To add one, add its row.
enum ThemeSchema {
    /// The sections of a theme and their keys, besides `[meta]`, `[palette]` and `[glyphs]`.
    static let sections: [String: [String]] = [
        "ui": [
            "bg", "fg", "fg_muted", "fg_faint", "title", "accent", "border", "border_focus",
            "header_bg", "header_fg", "footer_bg", "footer_fg", "key_fg", "selection_bg",
            "selection_fg", "selection_idle_bg", "match_bg", "match_fg", "overlay_bg", "overlay_fg",
            "escape",
        ],
        "status": ["ok", "info", "warn", "crit", "unknown"],
        "mode": ["live", "paused", "replay", "recording", "disconnected"],
        "data": [
            "label", "value", "unit", "up", "down", "flat", "new", "axis", "threshold",
            "meter_empty", "gap",
        ],
        "gradient": ["memory", "ops", "latency", "evict", "hit", "heat"],
    ]

    /// Keys without which a theme is not one.
    static let required: [(section: String, key: String)] = [
        ("ui", "bg"), ("ui", "fg"), ("ui", "fg_muted"), ("ui", "accent"), ("ui", "border"),
        ("ui", "selection_bg"), ("ui", "selection_fg"), ("status", "ok"), ("status", "warn"),
        ("status", "crit"),
    ]

    /// What a key that is left out is taken from.
    static let fallbacks: [String: String] = [
        "fg_faint": "fg_muted", "title": "fg", "border_focus": "accent", "header_bg": "bg",
        "header_fg": "fg", "footer_bg": "bg", "footer_fg": "fg_muted", "key_fg": "accent",
        "selection_idle_bg": "selection_bg", "match_bg": "warn", "match_fg": "selection_fg",
        "overlay_bg": "bg", "overlay_fg": "fg", "escape": "accent", "info": "accent",
        "unknown": "fg_muted", "live": "ok", "paused": "warn", "replay": "accent",
        "recording": "crit", "disconnected": "crit", "label": "fg_muted", "value": "fg",
        "unit": "fg_faint", "up": "ok", "down": "warn", "flat": "fg_faint", "new": "accent",
        "axis": "fg_faint", "threshold": "crit", "meter_empty": "border", "gap": "fg_faint",
    ]

    /// Which role each colour of text is for; a role may have a colour behind it too.
    static let roles: [(role: Role, text: String, behind: String?)] = [
        (.text, "fg", nil), (.muted, "fg_muted", nil), (.faint, "fg_faint", nil),
        (.title, "title", nil), (.accent, "accent", nil), (.border, "border", nil),
        (.borderFocus, "border_focus", nil), (.header, "header_fg", "header_bg"),
        (.footer, "footer_fg", "footer_bg"), (.key, "key_fg", nil),
        (.match, "match_fg", "match_bg"),
        (.overlay, "overlay_fg", "overlay_bg"), (.escape, "escape", nil), (.ok, "ok", nil),
        (.info, "info", nil), (.warning, "warn", nil), (.critical, "crit", nil),
        (.unknown, "unknown", nil), (.live, "live", nil), (.paused, "paused", nil),
        (.replay, "replay", nil), (.recording, "recording", nil),
        (.disconnected, "disconnected", nil), (.label, "label", nil), (.value, "value", nil),
        (.unit, "unit", nil), (.better, "up", nil), (.worse, "down", nil), (.flat, "flat", nil),
        (.new, "new", nil), (.axis, "axis", nil), (.threshold, "threshold", nil),
        (.meterEmpty, "meter_empty", nil), (.gap, "gap", nil),
    ]

    /// Which gradient each list of colours is for.
    static let gradients: [(gradient: Gradient, key: String)] = [
        (.memory, "memory"), (.operations, "ops"), (.latency, "latency"), (.eviction, "evict"),
        (.hits, "hit"), (.heat, "heat"),
    ]

    /// What terminals without colours do, unless the theme says otherwise.
    static let monoAttributes: [(role: Role, attributes: Attributes)] = [
        (.critical, [.bold, .reverse]), (.warning, [.bold, .underline]), (.title, .bold),
        (.borderFocus, .bold), (.recording, .bold), (.paused, .reverse), (.replay, .reverse),
        (.disconnected, [.bold, .reverse]), (.faint, .dim), (.key, .bold), (.match, .reverse),
        (.escape, .underline), (.header, .bold), (.gap, .dim), (.meterEmpty, .dim),
    ]
}
