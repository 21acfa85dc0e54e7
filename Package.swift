// swift-tools-version: 6.2
import PackageDescription

/// Every target is built with the same, strictest settings: a warning is a bug.
let house: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .strictMemorySafety(),
]

/// A release is one file that needs no Swift on the machine, takes less memory and starts faster.
///
/// `swift build --static-swift-stdlib` does the same, but only if one remembers to say so. Objects
/// compiled without that flag do not name the static libraries' helpers, so they are named here;
/// lld, unlike gold, does not warn of a function that only Foundation uses.
let selfContained = [
    "-static-stdlib", "-use-ld=lld", "-lFoundationInternationalization", "-lCoreFoundation",
    "-l_FoundationCShims", "-l_FoundationCollections", "-l_FoundationICU", "-lswiftSynchronization",
]

let package = Package(
    name: "hitscope",
    dependencies: [
        .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
    ],
    targets: [
        .executableTarget(
            name: "hitscope",
            dependencies: [
                "CacheHealth", "CacheMetrics", "Dashboard", "Painting", "Polling", "Recording",
                "RedisClient", "Settings", "Terminal", "Workload", "CDemo",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: house,
            linkerSettings: [
                .linkedLibrary("m"), .unsafeFlags(selfContained, .when(configuration: .release)),
            ]
        ),
        .target(name: "RESP", swiftSettings: house),
        .target(name: "CacheMetrics", swiftSettings: house),
        .target(name: "CacheHealth", dependencies: ["CacheMetrics"], swiftSettings: house),
        .target(name: "Painting", swiftSettings: house),
        .target(
            name: "Dashboard",
            dependencies: ["CacheHealth", "CacheMetrics", "Painting"],
            swiftSettings: house
        ),
        .target(name: "Workload", dependencies: ["RESP", "RedisClient"], swiftSettings: house),
        .target(
            name: "Recording",
            dependencies: [
                "CacheMetrics",
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: house
        ),
        .target(
            name: "CNcurses",
            exclude: ["terminfo.src"],
            linkerSettings: [.linkedLibrary("ncursesw"), .linkedLibrary("tinfo")]
        ),
        .target(name: "CDemo", exclude: ["incident.hits"]),
        .target(
            name: "Terminal",
            dependencies: ["CNcurses", "Painting"],
            swiftSettings: house
        ),
        .target(
            name: "Themes",
            path: "themes",
            resources: [.embedInCode("palettes")],
            swiftSettings: house
        ),
        .target(
            name: "Settings",
            dependencies: [
                "CacheHealth", "CacheMetrics", "Painting", "Themes",
                .product(name: "TOMLKit", package: "TOMLKit"),
            ],
            swiftSettings: house
        ),
        .target(
            name: "RedisClient",
            dependencies: [
                "RESP",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: house
        ),
        .target(
            name: "Polling",
            dependencies: ["CacheMetrics", "RESP", "RedisClient"],
            swiftSettings: house
        ),
        .target(
            name: "CPseudoTerminal",
            path: "Tests/CPseudoTerminal",
            linkerSettings: [.linkedLibrary("util")]
        ),
        .target(
            name: "TestSupport",
            dependencies: [
                "CPseudoTerminal", "CacheHealth", "CacheMetrics", "Painting", "Polling", "RESP",
                "Recording", "RedisClient", "Terminal", "Workload",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            path: "Tests/TestSupport",
            swiftSettings: house
        ),
        .executableTarget(
            name: "Benchmarks",
            dependencies: [
                "CacheMetrics", "Dashboard", "Polling", "RESP", "Recording", "RedisClient",
                "TestSupport", "Workload", "hitscope",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Tests/Benchmarks",
            swiftSettings: house
        ),
        .testTarget(
            name: "RESPTests",
            dependencies: ["RESP", "TestSupport"],
            swiftSettings: house
        ),
        .testTarget(
            name: "CacheMetricsTests",
            dependencies: ["CacheMetrics", "RESP", "TestSupport"],
            swiftSettings: house
        ),
        .testTarget(
            name: "CacheHealthTests",
            dependencies: ["CacheHealth", "CacheMetrics", "Recording", "TestSupport"],
            swiftSettings: house
        ),
        .testTarget(
            name: "PollingTests",
            dependencies: ["CacheMetrics", "Polling", "RESP", "RedisClient", "TestSupport"],
            swiftSettings: house
        ),
        .testTarget(
            name: "IntegrationTests",
            dependencies: [
                "CacheMetrics", "Dashboard", "Painting", "Polling", "RESP", "Recording",
                "RedisClient", "TestSupport", "Workload", "hitscope",
            ],
            swiftSettings: house
        ),
        .testTarget(
            name: "PaintingTests",
            dependencies: ["Painting", "TestSupport"],
            swiftSettings: house
        ),
        .testTarget(
            name: "DashboardTests",
            dependencies: ["CacheMetrics", "Dashboard", "Painting", "TestSupport"],
            swiftSettings: house
        ),
        .testTarget(
            name: "SettingsTests",
            dependencies: ["CacheHealth", "CacheMetrics", "Painting", "Settings", "TestSupport"],
            swiftSettings: house
        ),
        .testTarget(
            name: "WorkloadTests",
            dependencies: ["RESP", "Workload"],
            swiftSettings: house
        ),
        .testTarget(
            name: "RecordingTests",
            dependencies: ["CacheMetrics", "RESP", "Recording", "TestSupport"],
            swiftSettings: house
        ),
        .testTarget(name: "HouseRulesTests", swiftSettings: house),
        .testTarget(
            name: "RedisClientTests",
            dependencies: ["RESP", "RedisClient", "TestSupport"],
            swiftSettings: house
        ),
    ]
)
