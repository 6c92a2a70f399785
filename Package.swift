// swift-tools-version: 6.1
import PackageDescription

// The map of the house, inside out. What a target may import is what stands in its `dependencies`.
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let sqlite: Target.Dependency = .product(name: "GRDBSQLite", package: "GRDB.swift")
let arguments: Target.Dependency = .product(
    name: "ArgumentParser", package: "swift-argument-parser")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let scrypt: Target.Dependency = .product(name: "CryptoExtras", package: "swift-crypto")
let metrics: Target.Dependency = .product(name: "Metrics", package: "swift-metrics")
let coreMetrics: Target.Dependency = .product(name: "CoreMetrics", package: "swift-metrics")
let lifecycle: Target.Dependency = .product(
    name: "ServiceLifecycle", package: "swift-service-lifecycle")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let mustache: Target.Dependency = .product(name: "Mustache", package: "swift-mustache")
let nio: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioTLS: Target.Dependency = .product(name: "NIOTLS", package: "swift-nio")
let httpClient: Target.Dependency = .product(
    name: "AsyncHTTPClient", package: "async-http-client")
let httpTypes: Target.Dependency = .product(name: "NIOHTTPTypes", package: "swift-nio-extras")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let tls: Target.Dependency = .product(name: "NIOSSL", package: "swift-nio-ssl")
let yaml: Target.Dependency = .product(name: "Yams", package: "Yams")

let package = Package(
    name: "kiosk",
    products: [.executable(name: "kiosk", targets: ["Kiosk"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", exact: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", exact: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
    ],
    targets: [
        // Values

        // The rules of attendance, as values: no IO, no clock, no chance.
        .target(name: "Attendance"),
        // Debian's libqrencode, as it is.
        .systemLibrary(
            name: "CQRencode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
        // Text into squares; PNG and SVG of them.
        .target(name: "QR", dependencies: ["CQRencode"]),
        // Debian's libarchive, as it is.
        .systemLibrary(
            name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
        // Debian's libical, as it is.
        .systemLibrary(
            name: "CIcal", pkgConfig: "libical", providers: [.apt(["libical-dev"])]),
        // Files from schools in: folders, zips, tables of every dialect that is read, calendars.
        .target(name: "Rostering", dependencies: ["Attendance", "CArchive", "CIcal"]),

        // Verbs

        // Whoever checks in, marks, opens or closes does it here. Ports to storage.
        .target(name: "Desk", dependencies: ["Attendance", crypto, metrics, scrypt]),
        // The words and the JSON shapes that every surface speaks.
        .target(name: "Wire", dependencies: ["Attendance", "Desk"]),
        // Debian's libxlsxwriter, as it is.
        .systemLibrary(
            name: "CXLSXWriter", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev"])]),
        // Attendance as people take it away: the workbook and the register.
        .target(
            name: "Handout", dependencies: ["Attendance", "CXLSXWriter", "Desk", "Wire", mustache]),
        // What a door's journal is to its hub and the hub's feed to the door: what is asked next,
        // what an answer does, what a hub makes of what it is sent. Whoever uses it does the IO.
        .target(name: "HubSync", dependencies: ["Attendance", "Desk", "Wire", crypto]),

        // Surfaces; none of them sees another

        // What a ledger keeps, in statements that both engines run.
        .target(name: "LedgerSQL", dependencies: ["Attendance", "Desk", "Wire", crypto]),
        // The kiosk's ledger: SQLite, every commit on the disk before its answer.
        .target(
            name: "LedgerSQLite",
            dependencies: ["Attendance", "Desk", "LedgerSQL", crypto, grdb, sqlite]),
        // Debian's libpq, as it is.
        .systemLibrary(
            name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        // The hub's ledger: PostgreSQL, for many programs at once.
        .target(
            name: "LedgerPostgres", dependencies: ["Attendance", "CPostgres", "Desk", "LedgerSQL"]),
        // HTTP in: both APIs, the pages, their limits and their deadlines.
        .target(
            name: "API",
            dependencies: [
                "Attendance", "Desk", "Handout", "HubSync", "QR", "Wire", coreMetrics, crypto,
                httpTypes,
                hummingbird,
                lifecycle, logging, metrics, mustache, nio, nioPosix, nioTLS, tls,
            ]),
        // What the terminal needs of C: widths, raw mode, the way back after a crash.
        .target(name: "CTerminal"),
        // The screen and the reader at the door.
        .target(name: "Terminal", dependencies: ["Attendance", "CTerminal", "Desk", "QR", "Wire"]),

        // Program

        // What the program needs of C: how memory is kept, whether the clock is right, other programs.
        .target(name: "CKiosk"),
        // Commands, configuration, and the one place that joins everything.
        .executableTarget(
            name: "Kiosk",
            dependencies: [
                "API", "Attendance", "CKiosk", "Desk", "Handout", "HubSync", "LedgerPostgres",
                "LedgerSQL", "LedgerSQLite", "QR", "Rostering", "Terminal", "Wire",
                arguments, httpClient, metrics, nio, yaml,
            ]),

        // Tests

        // What tests of several targets share: chance with a seed, real terminals, real programs.
        .target(
            name: "TestKit",
            dependencies: [
                "Attendance", "CKiosk", "Desk", "LedgerPostgres", "LedgerSQL", "LedgerSQLite",
            ],
            path: "Tests/TestKit", exclude: ["Readers"]),
        .testTarget(name: "AttendanceTests", dependencies: ["Attendance", "TestKit"]),
        .testTarget(
            name: "APITests",
            dependencies: [
                "API", "Attendance", "Desk", "Handout", "HubSync", "LedgerSQL", "LedgerSQLite",
                "TestKit", "Wire",
                hummingbird,
                lifecycle, logging, nio, nioPosix, tls,
            ]),
        .testTarget(
            name: "DeskTests",
            dependencies: [
                "Attendance", "Desk", "LedgerSQL", "LedgerSQLite", "TestKit", "Wire",
            ]),
        .testTarget(
            name: "LedgerSQLiteTests",
            dependencies: [
                "Attendance", "Desk", "LedgerSQL", "LedgerSQLite", "TestKit", grdb,
            ],
            exclude: [
                "schema-2.sql", "schema-3.sql", "schema-5.sql", "schema-8.sql", "schema-9.sql",
                "schema-10.sql", "schema-11.sql", "schema-12.sql", "schema-14.sql",
                "schema-15.sql", "schema-16.sql",
            ]),
        .testTarget(
            name: "LedgerPostgresTests",
            dependencies: [
                "Attendance", "Desk", "LedgerPostgres", "LedgerSQL", "LedgerSQLite", "TestKit",
            ]),
        .testTarget(
            name: "HandoutTests",
            dependencies: ["Attendance", "Desk", "Handout", "LedgerSQLite", "TestKit", "Wire"]),
        .testTarget(
            name: "HubSyncTests",
            dependencies: [
                "Attendance", "Desk", "HubSync", "LedgerSQL", "LedgerSQLite", "TestKit", "Wire",
                crypto,
            ]),
        .testTarget(name: "QRTests", dependencies: ["QR", "TestKit"]),
        .testTarget(name: "RosteringTests", dependencies: ["Attendance", "CArchive", "Rostering"]),
        .testTarget(
            name: "TerminalTests",
            dependencies: ["Attendance", "QR", "Terminal", "TestKit", "Wire"],
            exclude: ["Goldens"]),
        .testTarget(name: "TestKitTests", dependencies: ["TestKit"]),
        .testTarget(name: "WireTests", dependencies: ["Attendance", "Desk", "TestKit", "Wire"]),
        // The rigs: random screens, spoilt codes, printed labels, fuzzed parsers, a queue of students.
        .testTarget(
            name: "RigTests",
            dependencies: [
                "API", "Attendance", "Desk", "Kiosk", "QR", "Rostering", "Terminal", "TestKit",
                "Wire",
            ],
            exclude: ["Corpus", "Helpers"]),
        // What a search can see of the house's promises.
        .testTarget(name: "HouseTests"),
        // The real program, in pipes and in a pseudo-terminal.
        .testTarget(
            name: "EndToEndTests",
            dependencies: ["Attendance", "Desk", "TestKit", "Kiosk", "LedgerPostgres"]),
    ]
)

// Parts of the program, for `kiosk/bench inner` to measure: only there, so that nobody else builds
// them.
if Context.environment["KIOSK_BENCH"] != nil {
    package.products.append(.executable(name: "inner", targets: ["Inner"]))
    package.targets.append(
        .executableTarget(
            name: "Inner",
            dependencies: [
                "Attendance", "CQRencode", "Desk", "LedgerSQLite", "QR", "Terminal", "Wire", crypto,
                sqlite,
            ], path: "Tests/Inner"))
}
