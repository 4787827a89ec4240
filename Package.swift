// swift-tools-version: 6.3
import PackageDescription

/// The settings of every target: nothing unsafe, so that packages can depend on this one.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableExperimentalFeature("Lifetimes"),
]

func library(_ name: String, imports: [String] = []) -> Target {
    .target(name: name, dependencies: imports.map { .byName(name: $0) }, swiftSettings: settings)
}

func program(_ name: String, folder: String, library: String) -> Target {
    .executableTarget(
        name: name, dependencies: [.byName(name: library), "TraceConsole"], path: "Sources/Programs/\(folder)",
        swiftSettings: settings)
}

func tests(_ name: String, imports: [String], path: String? = nil) -> Target {
    .testTarget(
        name: name, dependencies: (imports + ["TraceTestSupport"]).map { .byName(name: $0) }, path: path,
        swiftSettings: settings)
}

let package = Package(
    name: "trace-harness",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "harness", targets: ["HarnessMain"]),
        .executable(name: "hop-server", targets: ["HopServerMain"]),
        .executable(name: "fake-collector", targets: ["FakeCollectorMain"]),
        .library(name: "FakeCollector", targets: ["FakeCollector", "TraceModel", "TraceWire", "TraceRules"]),
    ],
    targets: [
        // bytes → records → spans → store → trace tree → claims → report: each arrow is a module border.
        library("TracePlatform"),
        library("TraceBytes"),
        library("TraceYAML"),
        library("TraceRules"),
        library("TraceModel", imports: ["TraceBytes"]),
        library("TraceTransport", imports: ["TracePlatform", "TraceBytes"]),
        library("TraceWire", imports: ["TraceBytes", "TraceModel", "TraceRules"]),
        library("TracePropagation", imports: ["TraceBytes", "TraceModel", "TraceRules"]),
        library("TraceTrees", imports: ["TraceModel", "TraceRules"]),
        library(
            "TraceCatalogue",
            imports: ["TraceWire", "TraceTrees", "TraceModel", "TraceRules", "TraceBytes", "TraceConsole"]),
        library("TraceConsole", imports: ["TracePlatform"]),
        library(
            "FakeCollector",
            imports: [
                "TraceTransport", "TraceWire", "TraceTrees", "TraceCatalogue", "TraceModel", "TraceRules", "TraceBytes",
                "TracePlatform", "TraceConsole",
            ]),
        library(
            "HopServer",
            imports: [
                "TraceTransport", "TraceWire", "TracePropagation", "TraceModel", "TraceBytes", "TraceYAML",
                "TracePlatform", "TraceConsole",
            ]),
        library(
            "Harness",
            imports: [
                "FakeCollector", "HopServer", "TraceTransport", "TraceWire", "TracePropagation", "TraceTrees",
                "TraceCatalogue", "TraceModel", "TraceRules", "TraceBytes", "TraceYAML", "TracePlatform",
                "TraceConsole",
            ]),

        program("HarnessMain", folder: "harness", library: "Harness"),
        program("HopServerMain", folder: "hop-server", library: "HopServer"),
        program("FakeCollectorMain", folder: "fake-collector", library: "FakeCollector"),

        // Outside the library graph: the one program that imports Foundation, whose JSON decoder it is measured against.
        .executableTarget(
            name: "Benchmarks",
            dependencies: [
                "TraceTransport", "TraceCatalogue", "TraceWire", "TraceModel", "TraceRules", "TraceBytes",
                "TracePlatform",
                "TraceConsole",
            ],
            path: "Benchmarks", swiftSettings: settings),

        .target(name: "TraceTestSupport", path: "Tests/Support", swiftSettings: settings),
        tests("TracePlatformTests", imports: ["TracePlatform"]),
        tests("TraceBytesTests", imports: ["TraceBytes"]),
        tests("TraceYAMLTests", imports: ["TraceYAML"]),
        tests("TraceRulesTests", imports: ["TraceRules"]),
        tests("TraceModelTests", imports: ["TraceModel", "TraceBytes"]),
        tests("TraceTransportTests", imports: ["TraceTransport", "TracePlatform", "TraceBytes"]),
        tests("TraceWireTests", imports: ["TraceWire", "TraceModel", "TraceRules", "TraceBytes"]),
        tests("TracePropagationTests", imports: ["TracePropagation", "TraceModel", "TraceBytes"]),
        tests("TraceTreesTests", imports: ["TraceTrees", "TraceModel", "TraceRules"]),
        tests(
            "TraceCatalogueTests",
            imports: [
                "TraceCatalogue", "TraceTrees", "TraceWire", "TraceModel", "TraceRules", "TraceBytes", "TraceConsole",
            ]),
        tests("TraceConsoleTests", imports: ["TraceConsole", "TracePlatform"]),
        tests(
            "FakeCollectorTests",
            imports: [
                "FakeCollector", "TraceModel", "TraceWire", "TraceBytes", "TraceTransport", "TracePlatform",
            ]),
        tests(
            "HopServerTests",
            imports: [
                "HopServer", "TraceModel", "TraceBytes", "TraceYAML", "TraceTransport", "TracePropagation",
                "TracePlatform",
            ]),
        tests(
            "HarnessTests",
            imports: [
                "Harness", "HopServer", "TraceConsole", "TraceModel", "TraceBytes", "TraceRules", "TracePropagation",
            ]),
        tests("Conformance", imports: ["TraceWire", "TraceModel", "TraceRules", "TraceBytes"]),
        tests(
            "Integration",
            imports: [
                "Harness", "HarnessMain", "HopServerMain", "FakeCollectorMain", "FakeCollector", "HopServer",
                "TraceCatalogue", "TraceWire", "TraceModel", "TraceBytes", "TraceRules", "TraceTransport",
                "TracePlatform",
            ]),
    ]
)
