import Attendance
import Testing

/// The table "Who may do what", as it is written: a letter for each caller.
@Suite struct AccessTests {
    static let callers: [Caller] = [
        .person(.superadmin), .person(.secretary), .person(.assistant), .person(.teacher),
        .person(.student), .person(.parent), .device, .projector, .feed, .integration([]), .link,
    ]

    /// `a` all, `o` one's own, `-` never; in the order of `callers`.
    static let table: [(Action, String)] = [
        (.changeSession, "aaao-------"), (.listSessions, "aaao--o----"),
        (.changeOccurrence, "aaao-------"), (.changeRoster, "aaao-------"),
        (.readRecords, "aaaoo------"), (.readSchedule, "----o------"),
        (.checkInSelf, "----o------"), (.checkInAnyone, "------o----"),
        (.manageUsers, "aa---------"), (.manageTokens, "a----------"),
        (.importRoster, "aa---------"), (.export, "aa---------"), (.erase, "aa---------"),
        (.readCodeAndCounts, "aaao---o---"), (.readCalendar, "----o---o--"),
        (.readSchool, "-----------"), (.signIn, "oooooo----o"),
        (.sync, "------o----"),
    ]

    @Test(arguments: table)
    func isAsTheTableSays(_ action: Action, _ row: String) {
        for (caller, letter) in zip(Self.callers, row) {
            for object in Ownership.allCases {
                let expected: Verdict =
                    switch (letter, object) {
                    case ("-", _): .forbidden
                    case (_, .missing), ("o", .anothers): .notFound
                    default: .allowed
                    }
                #expect(
                    allows(caller, action, object) == expected, "\(caller) \(action) \(object)")
            }
        }
    }

    @Test func everyActionIsInTheTable() {
        let named = Set(Self.table.map(\.0))
        let scoped = Set(Caller.Scope.allCases.map(Action.attendance))
        #expect(named.union(scoped) == Set(Action.allCases))
    }

    @Test(arguments: Caller.Scope.allCases)
    func anIntegrationMayWhatItsScopesSay(_ scope: Caller.Scope) {
        for other in Caller.Scope.allCases {
            let verdict = allows(.integration([other]), .attendance(scope), .anothers)
            #expect(verdict == (other == scope ? .allowed : .forbidden))
        }
        for caller in Self.callers {
            #expect(allows(caller, .attendance(scope), .own) == .forbidden)
        }
        #expect(allows(.integration([scope]), .listSessions, .own) == .forbidden)
        #expect(allows(.integration([scope]), .readSchool, .anothers) == .allowed)
    }

    @Test func aParentAndAnIntegrationWithoutScopesMayNothing() {
        for action in Action.allCases {
            if action != .signIn {
                #expect(allows(.person(.parent), action, .own) == .forbidden)
            }
            #expect(allows(.integration([]), action, .own) == .forbidden)
        }
    }
}
