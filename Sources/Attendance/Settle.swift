/// What a student's record is, given every scan and every staff decision so far.
///
/// Commutative and idempotent over `evidence.entries`: any order of arrival and any number of
/// repetitions settle alike. Rows are those of the table in the README, "Settling".
package func settle(_ evidence: Evidence) -> Settlement {
    let view = EvidenceView(evidence)
    var flagged = view.standingFlags
    let periods = evidence.sections.map { section in
        let (period, raised) = settlePeriod(section, view)
        flagged.merge(raised) { $0.union($1) }
        return period
    }
    let deciding = fold(periods)
    return Settlement(
        number: deciding.number, checkinTime: deciding.checkinTime, method: deciding.method,
        remark: view.note(on: nil), flagged: flagged, row: deciding.row, periods: periods)
}

/// A session's record out of its periods. Periods without anything yet are left aside.
private func fold(_ periods: [Settlement.Period]) -> Settlement.Period {
    let standing = periods.filter { $0.number != nil }
    guard let first = standing.first, let status = first.number?.status else { return periods[0] }
    if !status.isThere,
        var later = standing.first(where: { $0.number?.status.isThere == true })
    {
        later.number = .late
        return later
    }
    return first
}

private typealias Outcome = (period: Settlement.Period, flagged: [RecordFlag: Set<UniqueID>])

private func settlePeriod(_ section: Int, _ view: EvidenceView) -> Outcome {
    let decisions = view.decisions.filter { $0.covers(section) }
    switch decisions.last?.kind {
    case nil:
        return byScans(section, view, row: nil, view.validScans)
    case .accepted(let scans):
        let considered = view.scans(accepted: scans, after: decisions.dropLast())
        return byScans(section, view, row: 12, considered)
    case .marked(let mark):
        switch mark.value.status {
        case .present, .late, .leave:
            return asMarked(section, view, mark, decisions)
        case .absent:
            return markedAbsent(section, view, mark, decisions[decisions.count - 1])
        }
    }
}

/// Rows 1 to 4 and 10, and row 12 for the scans that an acceptance counts. Under a clock that could
/// not be trusted nobody is late.
private func byScans(
    _ section: Int, _ view: EvidenceView, row: Int?, _ scans: [EvidenceView.ValidScan]
) -> Outcome {
    let evidence = view.evidence
    var period = Settlement.Period(
        section: section, number: nil, note: view.note(on: section), checkinTime: nil, method: nil,
        row: 1)
    guard let earliest = EvidenceView.telling(scans) else {
        if evidence.isClosed, !evidence.isCancelled, evidence.isExpected {
            period.number = evidence.isExcused ? .excused : .absent
            period.method = .auto
            period.row = 2
        }
        return (period, [:])
    }
    let isOnTime =
        earliest.moment.isAtOrBefore(evidence.lateAfter) || scans.contains(where: \.isUncertain)
    period.number = isOnTime ? .present : .late
    period.checkinTime = earliest.moment
    period.method = earliest.method
    period.row = row ?? (evidence.isExcused ? 10 : isOnTime ? 3 : 4)
    return (period, evidence.isExcused ? view.raise(.excusedButPresent, [earliest]) : [:])
}

/// Row 5.
private func asMarked(
    _ section: Int, _ view: EvidenceView, _ mark: EvidenceEntry.Mark,
    _ decisions: [EvidenceView.StaffDecision]
) -> Outcome {
    let markMoment = decisions[decisions.count - 1].entry.moment
    let scanned = EvidenceView.telling(view.validScans)?.moment
    let time = mark.value.status.isThere ? scanned ?? markMoment : nil
    let period = Settlement.Period(
        section: section, number: EvidenceView.number(after: decisions),
        note: view.note(on: section), checkinTime: time, method: mark.method, row: 5)
    return (period, [:])
}

/// Rows 6 to 9.
private func markedAbsent(
    _ section: Int, _ view: EvidenceView, _ mark: EvidenceEntry.Mark,
    _ decision: EvidenceView.StaffDecision
) -> Outcome {
    let unknown = view.validScans.filter { !decision.knew($0) }
    let early = unknown.filter { !decision.isBefore($0) }
    let late = unknown.filter(decision.isBefore)
    let raised = view.raise(.earlyScanUnseen, early)
        .merging(view.raise(.lateAfterAbsent, late)) { $0.union($1) }
    if unknown.count == view.validScans.count, early.isEmpty, !late.isEmpty {
        let (period, more) = byScans(section, view, row: nil, late)
        var row9 = period
        row9.row = 9
        return (row9, raised.merging(more) { $0.union($1) })
    }
    let row = view.validScans.isEmpty ? 6 : unknown.count < view.validScans.count ? 7 : 8
    let period = Settlement.Period(
        section: section, number: .absent, note: view.note(on: section), checkinTime: nil,
        method: mark.method, row: row)
    return (period, raised)
}
