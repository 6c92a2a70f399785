import ArgumentParser
import Wire

struct Config: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Settings.", subcommands: [Show.self, Template.self, WordTable.self])

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Show every setting, and with --origin where it comes from.")

        @OptionGroup var school: SchoolOptions
        @Flag(help: "Say where each value comes from.") var origin = false
        @Flag(help: "Print JSON.") var json = false

        func run() async throws {
            let settings = try school.settings()
            if json {
                Output.json(
                    .object(
                        settings.values.map { value in
                            (
                                value.setting.name,
                                [
                                    "value": .string(value.shown),
                                    "origin": .string(value.origin.description),
                                ]
                            )
                        }))
                return
            }
            Output.table(
                ["setting", "value"] + (origin ? ["from"] : []) + ["what it is"],
                settings.values.map { value in
                    [value.setting.name, value.shown]
                        + (origin ? [value.origin.description] : []) + [value.setting.help]
                }, none: "")
        }
    }

    struct Template: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "file",
            abstract: "Print a kiosk.yaml of every setting, commented out as it is built in.",
            discussion: "Each stands under what it is. Take the # away from what you change.")

        func run() async throws {
            let head = """
                # What a setting is when nothing is said stands behind its #. Stronger than this
                # file are KIOSK_... in the environment, then flags: kiosk config show --origin.
                # No password belongs here: other accounts may read it.
                """
            let settings = Setting.all.map { setting in
                let value = setting.builtIn()
                return "# \(setting.help)\n#\(setting.name): \(value.isEmpty ? "\"\"" : value)"
            }
            Output.data(([head] + settings).joined(separator: "\n\n"))
        }
    }

    struct WordTable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "words",
            abstract: "Print everything a door says, to be translated.",
            discussion: """
                Keep the words in braces, and the first words of an answer short: they are large. \
                Then: language: /path/to/table.yaml
                """)

        @OptionGroup var school: SchoolOptions

        func run() async throws {
            Output.data(try school.settings().words().yaml)
        }
    }
}
