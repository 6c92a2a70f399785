import Attendance
import Desk
import Wire

/// What answers: the desk, the words, and what is the same for every request.
package final class Service: Sendable {
    package let desk: Desk
    let shapes: Shapes
    let voice: Voice
    /// By language, for pages that are read in the reader's own.
    let voices: [String: Voice]
    /// What links begin with: `http://door-5a.school.example:8080`.
    let publicURL: String
    let documents: OpenAPIDocuments
    let pages: Pages
    let handouts: Handouts
    /// The attendance API's words and numbers.
    let attendanceShapes: AttendanceShapes
    /// Nil where nothing is counted.
    let meters: PrometheusMeters?
    /// Whether others than this machine may read the numbers.
    let metricsForAll: Bool
    let limiter: RateLimiter
    let attendanceLimiter: RateLimiter
    let pageLimiter: RateLimiter
    let bell: Bell
    let feeds: FeedWatch
    let useNotes: UseNotes
    let running = RunningKeys()
    let arrivals = ArrivalGate()
    let routes = Routes(
        CheckinSessionRoutes.all + RosterRoutes.all + CheckinRecordRoutes.all + CheckInRoutes.all
            + ClassroomRoutes.all + FeedRoutes.all + PublicRoutes.all + AttendanceRoutes.all
            + HomeroomRoutes.all + ExcusalRoutes.all + SyncRoutes.all
            + SchoolRoutes.all + PeopleRoutes.all + SignInRoutes.all + TeachRoutes.all
            + LessonRoutes.all + LessonDeeds.all + LessonPlanRoutes.all + LessonTeacherRoutes.all
            + ExtraLessonRoutes.all + CourseHandoutRoutes.all + PhoneRoutes.all + MeRoutes.all
            + ShowRoutes.all
            + OfficeRoutes.all
            + PeoplePageRoutes.all)
    /// What the office sees of the roster's imports.
    let imports: RosterImports
    /// What is wrong with the machine, in sentences; empty where nothing is.
    let checks: @Sendable () -> [String]
    /// Where a fault is logged, once.
    let log: @Sendable (String) -> Void

    package init(
        desk: Desk, voice: Voice, voices: [String: Voice] = [:], publicURL: String,
        documents: OpenAPIDocuments, pages: Pages, handouts: Handouts,
        attendanceShapes: AttendanceShapes, rateLimit: Int?, attendanceRateLimit: Int?,
        imports: RosterImports = RosterImports(), meters: PrometheusMeters?, metricsForAll: Bool,
        checks: @escaping @Sendable () -> [String], log: @escaping @Sendable (String) -> Void
    ) {
        self.desk = desk
        self.voice = voice
        self.voices = voices
        self.publicURL = publicURL
        self.documents = documents
        self.pages = pages
        self.handouts = handouts
        self.attendanceShapes = attendanceShapes
        self.meters = meters
        self.metricsForAll = metricsForAll
        self.imports = imports
        self.checks = checks
        self.log = log
        shapes = Shapes(zone: desk.zone)
        limiter = RateLimiter(perSecond: rateLimit)
        attendanceLimiter = RateLimiter(perSecond: attendanceRateLimit)
        pageLimiter = RateLimiter(perSecond: rateLimit.map { $0 * RateLimiter.pagesForOne })
        bell = Bell(ledger: desk.ledger)
        feeds = FeedWatch(ledger: desk.ledger)
        useNotes = UseNotes()
    }
}
