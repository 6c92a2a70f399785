/// Everything that a door says, by its name in the tables of `assets/words`. What stands in braces
/// is filled in.
package enum Phrase: String, CaseIterable, Sendable {
    case checkedIn = "checked_in"
    case checkedInAt = "checked_in.message"
    case late
    case lateAt = "late.message"
    case recorded
    case recordedOnLeave = "recorded.on_leave"
    case recordedAbsent = "recorded.absent"
    case alreadyIn = "already_in"
    case alreadyInAt = "already_in.message"
    case session
    case sessionChosen = "session.message"
    case staff
    case staffMay = "staff.message"
    case withdrawn
    case withdrawnNow = "withdrawn.message"
    case nothingToWithdraw = "withdrawn.too_late"
    case tryAgain = "try_again"
    case unreadable = "try_again.message"
    case noStudentCard = "try_again.other_card"
    case scanAgain = "try_again.scan"
    case changingNumber = "try_again.changing"
    case wait
    case waitBecause = "wait.message"
    case seeStaff = "see_staff"
    case blocked = "see_staff.message"
    case notOpen = "not_open"
    case notOpenHere = "not_open.message"
    case notOpenNext = "not_open.next"
    case closed
    case closedNow = "closed.message"
    case notOnList = "not_on_list"
    case notOnListHere = "not_on_list.message"
    case wrongRoom = "wrong_room"
    case rightRoom = "wrong_room.message"
    case typeMore = "type_more"
    case typeMoreOr = "type_more.message"
    case notSaved = "not_saved"
    case notSavedAsk = "not_saved.message"
    case myDay = "my_day"
    case myDayOn = "my_day.word"
    case myDayClasses = "my_day.message"
    case myDayOneClass = "my_day.one"
    case myDayEmpty = "my_day.none"
    case myDayHow = "my_day.how"
    case myDayAfterCard = "my_day.after_card"
    case takeBackKey = "key.take_back"
    case dayKey = "key.day"
    case receipt
    case counts
    case countsWithLate = "counts.with_late"
    case lateIn = "late_in"
    case lateSince = "late_since"
    case noneOpen = "none_open"
    case next
    case nextHere = "next.here"
    case nothingMore = "next.none"
    case hint
    case present = "status.present"
    case lateStatus = "status.late"
    case absent = "status.absent"
    case leave = "status.leave"
    case monday = "weekday.1"
    case tuesday = "weekday.2"
    case wednesday = "weekday.3"
    case thursday = "weekday.4"
    case friday = "weekday.5"
    case saturday = "weekday.6"
    case sunday = "weekday.7"
}
