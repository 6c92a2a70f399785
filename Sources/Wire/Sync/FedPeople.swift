import Attendance

/// A person as a door needs them: no address, no family, no birthday.
package struct FedUser: Equatable, Sendable {
    package struct Alias: Equatable, Sendable {
        package var number: UserCode
        package var isBlocked: Bool

        package init(number: UserCode, isBlocked: Bool) {
            self.number = number
            self.isBlocked = isBlocked
        }
    }

    package static let mostAliases = 100
    static let longestName = 1_000

    package var code: UserCode
    package var givenName: String
    package var familyName: String
    package var fullName: String
    package var role: Role
    package var studentClass: String
    package var aliases: [Alias]
    package var isArchived: Bool

    package init(
        code: UserCode, givenName: String, familyName: String, fullName: String, role: Role,
        studentClass: String, aliases: [Alias], isArchived: Bool
    ) {
        self.code = code
        self.givenName = givenName
        self.familyName = familyName
        self.fullName = fullName
        self.role = role
        self.studentClass = studentClass
        self.aliases = aliases
        self.isArchived = isArchived
    }

    package init(_ body: JSON) throws(SyncFault) {
        let fields = try SyncFields(body)
        var aliases: [Alias] = []
        for alias in try fields.listIf("aliases", most: Self.mostAliases) {
            aliases.append(
                Alias(number: try alias.code("number"), isBlocked: try alias.flag("blocked")))
        }
        self.init(
            code: try fields.code("code"),
            givenName: try fields.textIf("given_name", most: Self.longestName) ?? "",
            familyName: try fields.textIf("family_name", most: Self.longestName) ?? "",
            fullName: try fields.text("full_name", most: Self.longestName),
            role: try fields.value("role"),
            studentClass: try fields.textIf("class", most: Self.longestName) ?? "",
            aliases: aliases, isArchived: try fields.flag("archived"))
    }

    package var body: JSON {
        let aliases = aliases.map { alias -> JSON in
            .present([
                ("number", .string(alias.number.text)),
                ("blocked", alias.isBlocked ? .bool(true) : .null),
            ])
        }
        return .present([
            ("code", .string(code.text)), ("given_name", .string(givenName)),
            ("family_name", .string(familyName)), ("full_name", .string(fullName)),
            ("role", .string(role.rawValue)), ("class", .string(studentClass)),
            ("aliases", aliases.isEmpty ? .null : .array(aliases)),
            ("archived", isArchived ? .bool(true) : .null),
        ])
    }
}

/// What scrypt made of the PIN of one of the room's staff.
package struct FedPIN: Equatable, Sendable {
    static let saltBytes = 16
    static let hashBytes = 32
    /// scrypt's N as a power of two: more would keep a door's machine busy for minutes.
    static let costs: ClosedRange<Int64> = 1...20

    package var salt: [UInt8]
    package var hash: [UInt8]
    package var cost: Int

    package init(salt: [UInt8], hash: [UInt8], cost: Int) {
        self.salt = salt
        self.hash = hash
        self.cost = cost
    }

    package init(_ body: JSON) throws(SyncFault) {
        let fields = try SyncFields(body)
        self.init(
            salt: try fields.bytes("salt", count: Self.saltBytes),
            hash: try fields.bytes("hash", count: Self.hashBytes),
            cost: Int(try fields.whole("cost", in: Self.costs)))
    }

    package var body: JSON {
        ["salt": JSON(hex: salt), "hash": JSON(hex: hash), "cost": JSON(cost)]
    }
}

/// Whole days that somebody is excused for.
package struct FedExcusal: Equatable, Sendable {
    package var student: UniqueID
    package var excusal: Excusal

    package init(student: UniqueID, excusal: Excusal) {
        self.student = student
        self.excusal = excusal
    }

    /// No two of a student begin on one day.
    package var key: String { "\(student)/\(excusal.start)" }

    package init(_ body: JSON) throws(SyncFault) {
        let fields = try SyncFields(body)
        let start = try fields.date("start")
        guard let excusal = Excusal(start: start, end: try fields.date("end")) else {
            throw fields.fault("end", "must be the start, or up to 11 days after it")
        }
        self.init(student: try fields.id("student"), excusal: excusal)
    }

    package var body: JSON {
        [
            "student": JSON(student), "start": .string(excusal.start.description),
            "end": .string(excusal.end.description),
        ]
    }
}
