/// The architecture, as a table: target → everything it may import.
///
/// SwiftPM refuses cycles and undeclared targets; it does not police the system's modules.
let allowedImports: [String: Set<String>] = [
    "RESP": [],
    "RedisClient": ["RESP", "NIOCore", "NIOPosix", "Glibc"],
    "CacheMetrics": ["Glibc"],
    "CacheHealth": ["CacheMetrics"],
    "Polling": ["CacheMetrics", "RedisClient", "RESP", "Glibc", "Synchronization"],
    "Recording": ["CacheMetrics", "SystemPackage", "FoundationEssentials", "Glibc"],
    "Painting": ["Glibc"],
    "Dashboard": ["CacheMetrics", "CacheHealth", "Painting"],
    "Terminal": ["Painting", "CNcurses", "Glibc", "Synchronization"],
    "Settings": ["CacheHealth", "CacheMetrics", "Painting", "Themes", "TOMLKit"],
    "Themes": [],
    "Workload": ["RedisClient", "RESP", "Glibc"],
    "hitscope": [
        "CacheHealth", "CacheMetrics", "Dashboard", "Painting", "Polling", "Recording",
        "RedisClient",
        "Settings", "Terminal", "Workload", "CDemo", "ArgumentParser", "FoundationEssentials",
        "Glibc", "NIOPosix",
        "Subprocess",
        "SystemPackage", "UnixSignals",
    ],
]

extension Substring {
    /// Whether the line declares something that other targets see and that must explain itself.
    var isPackageDeclaration: Bool {
        let words = split { " :(<{?".contains($0) }
        guard let first = words.first(where: { !$0.hasPrefix("@") }), first == "package" else {
            return false
        }
        let keywords = [
            "var", "let", "func", "struct", "enum", "class", "protocol", "case", "subscript",
        ]
        guard let keyword = words.firstIndex(where: { keywords.contains(String($0)) }) else {
            return words.contains("init") && !contains("init()") && !contains("init(rawValue:")
        }
        // What a protocol asks for is explained there.
        let conforming: Set<Substring> = [
            "description", "debugDescription", "customMirror", "rawValue", "next", "append", "draw",
            "rows",
            "title", "sortColumns", "showsNodeData", "commands", "record", "==",
            "unicodeScalarLiteral",
        ]
        let name = keyword + 1 < words.count ? words[keyword + 1] : ""
        return !conforming.contains(name) && !contains("static func <")
    }

    /// Whether the line declares a type that is seen outside its file.
    var isTopLevelType: Bool {
        contains(#/^(@\w+ )*(package )?(final )?(indirect )?(struct|enum|class|protocol|actor) /#)
    }
}
