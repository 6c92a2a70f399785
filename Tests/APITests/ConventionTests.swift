import Attendance
import TestKit
import Testing
import Wire

@testable import API

/// Methods, validators, keys, pages, limits: what every route has in common.
@Suite struct ConventionTests {
    static let sessions = "/api/v1/checkin-sessions"

    @Test func everyAnswerHasItsIDAndIsStoredByNobody() async throws {
        let api = try await APISchool()
        let named = try await api.ask("GET", Self.sessions, ["X-Request-Id": "abc-1"])
        #expect(named["X-Request-Id"] == "abc-1" && named["Cache-Control"] == "no-store")
        let unusable = try await api.ask("GET", Self.sessions, ["X-Request-Id": "a b"])
        #expect(unusable["X-Request-Id"]?.isEmpty == false && unusable["X-Request-Id"] != "a b")
        let refused = try await api.get("/api/v1/nothing")
        #expect(try refused.at("request_id") == refused["X-Request-Id"].map(JSON.string))
        #expect(try refused.at("data") == .null)
    }

    @Test func methodsAreSaid() async throws {
        let api = try await APISchool()
        let wrong = try await api.ask("DELETE", Self.sessions)
        #expect(wrong.status == 405 && wrong["Allow"] == "POST, GET, HEAD, OPTIONS")
        #expect(try wrong.code == 40_501)
        let options = try await api.ask("OPTIONS", Self.sessions + "/1/open", as: nil)
        #expect(options.status == 204 && options["Allow"] == "POST, OPTIONS")
        let get = try await api.get(Self.sessions)
        let head = try await api.ask("HEAD", Self.sessions)
        #expect(head.status == 200 && head.body == [])
        #expect(head["Content-Length"] == get["Content-Length"])
    }

    @Test func aProblemIsToldAsItIsAskedFor() async throws {
        let api = try await APISchool()
        let answer = try await api.ask(
            "GET", Self.sessions + "?page=0", ["Accept": "application/problem+json"])
        #expect(answer["Content-Type"]?.hasPrefix("application/problem+json") == true)
        #expect(try answer.at("status") == 422 && answer.at("code") == 42_201)
        #expect(try answer.at("errors", "0", "pointer") == "?page")
    }

    @Test func whatHasNotChangedIsNotSentAgain() async throws {
        let api = try await APISchool()
        let session = try await api.open()
        let path = "\(Self.sessions)/\(session.session.id.number)/roster"
        let first = try await api.get(path)
        let etag = try #require(first["ETag"])
        let same = try await api.ask("GET", path, ["If-None-Match": "\"x\", W/\(etag)"])
        #expect(same.status == 304 && same.body == [] && same["ETag"] == etag)
        try await api.school.present("2024123456")
        let changed = try await api.ask("GET", path, ["If-None-Match": etag])
        #expect(changed.status == 200 && changed["ETag"] != etag)
        let day = "/api/v1/checkin-records/my-schedule?date=2026-03-09"
        let schedule = try await api.get(day, as: "student")
        let again = try await api.ask(
            "GET", day, as: "student", nil, ["If-None-Match": try #require(schedule["ETag"])])
        #expect(again.status == 304)
    }

    @Test(arguments: ["toggle-status", "void", "manual"])
    func aChangeOfWhatWasReadLongAgoIsRefused(_ verb: String) async throws {
        let api = try await APISchool()
        let session = try await api.open().session.id.number
        let john = try await api.school.user("2024123456").id.number
        let roster = "\(Self.sessions)/\(session)/roster"
        let old = try #require(try await api.get(roster)["ETag"])
        try await api.school.present("2024123456")
        let path =
            verb == "manual"
            ? "/api/v1/checkin-records/manual" : "\(Self.sessions)/\(session)/\(verb)"
        let body: JSON = [
            "session_id": .int(session), "student_id": .int(john), "status": "absent",
        ]
        let stale = try await api.post(path, body, ["If-Match": old])
        #expect(stale.status == 412)
        #expect(try stale.code == 41_201)
        let fresh = try #require(try await api.get(roster)["ETag"])
        #expect(try await api.post(path, body, ["If-Match": fresh]).status == 200)
    }

    @Test func aRequestSentTwiceIsDoneOnce() async throws {
        let api = try await APISchool()
        let occurrence = try await api.school.occurrence().id.number
        let body: JSON = ["occurrence_id": .int(occurrence)]
        let key = ["Idempotency-Key": "\"8e03-1\""]
        let first = try await api.post(Self.sessions, body, key)
        let second = try await api.post(Self.sessions, body, ["Idempotency-Key": "8e03-1"])
        #expect(first.status == 201 && second.status == 201 && first.body == second.body)
        #expect(first["Idempotency-Replayed"] == nil && second["Idempotency-Replayed"] == "true")
        let other = try await api.post(Self.sessions, ["occurrence_id": 1, "x": 1], key)
        #expect(other.status == 422)
        // Another's key, another path's key, and a key of yesterday are other keys.
        let teacher = try await api.post(Self.sessions, as: "teacher", body, key)
        #expect(teacher.status == 200)
        let path = Self.sessions + "/1/open"
        #expect(try await api.post(path, [:], key)["Idempotency-Replayed"] == nil)
        api.school.clock.advance(seconds: 24 * 3_600 + 1)
        #expect(try await api.post(Self.sessions, body, key).status == 200)
    }

    @Test func aRequestWhoseFirstIsNotAnsweredYetIsToldSo() async throws {
        let api = try await APISchool()
        let occurrence = try await api.school.occurrence().id.number
        let body: JSON = ["occurrence_id": .int(occurrence)]
        let key = ["Idempotency-Key": "slow"]
        // Nobody can write until it is let go: the first of the three waits there.
        let holder = try LockHolder(api.school.directory.path)
        let statuses = try await withThrowingTaskGroup(of: RawResponse.self) { group in
            for _ in 0..<3 {
                group.addTask { try await api.post(Self.sessions, body, key) }
            }
            var statuses: [Int] = []
            for try await answer in group {
                statuses.append(answer.status)
                if answer.status == 409 { #expect(try answer.code == 40_903) }
                if statuses.count == 2 { holder.letGo() }
            }
            return statuses
        }
        #expect(statuses == [409, 409, 201])
        #expect(try await api.post(Self.sessions, body, key)["Idempotency-Replayed"] == "true")
    }

    @Test func aRefusalIsKeptUnderItsKeyButNotThatOfAToken() async throws {
        let api = try await APISchool()
        let occurrence = try await api.school.occurrence().id
        let session = try await api.school.desk.createSession(
            on: occurrence, by: TestSchool.office
        ).get().session.session.id
        let path = "\(Self.sessions)/\(session.number)/close"
        let key = ["Idempotency-Key": "k"]
        #expect(try await api.post(path, [:], key).status == 409)
        _ = try await api.school.desk.open(session, by: TestSchool.office).get()
        let replayed = try await api.post(path, [:], key)
        #expect(replayed.status == 409 && replayed["Idempotency-Replayed"] == "true")
        #expect(try await api.post(path, as: "nobody", [:], key).status == 401)
        #expect(try await api.post(path, [:], ["Idempotency-Key": "a b"]).status == 400)
    }

    @Test func aListIsReadPageByPageAndByCursor() async throws {
        let api = try await APISchool()
        let session = try await api.open()
        for code in ["2024123456", "2023123456", "0024000006"] {
            try await api.school.present(code)
        }
        let records = "/api/v1/checkin-records"
        let page = try await api.get(records + "?page=2&per_page=2")
        #expect(
            try page.at("data", "meta")?.text
                == #"{"current_page":2,"per_page":2,"total_count":3,"total_pages":2}"#)
        #expect(try page.at("data", "records", "0", "id") == 3)
        #expect(try page.at("data", "records", "1")?.text == nil)
        let after = try await api.get(records + "?after=1&per_page=1")
        #expect(try after.at("data", "records", "0", "id") == 2)
        let clamped = try await api.get(records + "?per_page=100000")
        #expect(try clamped.at("data", "meta", "per_page") == 200)
        let none = try await api.get(
            "\(Self.sessions)?start_date=2026-03-10&course_id=\(session.occurrence.course.id.number)"
        )
        #expect(try none.at("data", "sessions")?.text == "[]")
        #expect(try none.at("data", "meta", "total_pages") == 0)
    }

    @Test func whoAsksTooOftenWaits() async throws {
        let api = try await APISchool(rateLimit: 1)
        var refused: RawResponse?
        for _ in 0..<100 where refused == nil {
            let answer = try await api.get(Self.sessions)
            #expect(answer["RateLimit-Policy"] == "\"default\";q=1;w=1")
            #expect(answer["RateLimit"]?.hasPrefix("\"default\";r=") == true)
            if answer.status == 429 { refused = answer }
        }
        #expect(refused?["Retry-After"] == "1")
        #expect(try refused?.code == 42_901)
        for _ in 0..<10 {
            #expect(try await api.get("/healthz", as: nil).status == 200, "health is not limited")
        }
    }

    @Test func aBucketFillsAgainByTheSecond() {
        let limiter = RateLimiter(perSecond: 3)
        let start = ContinuousClock.now
        let key = RateLimiter.Key.address("203.0.113.9")
        let taken = (0..<4).map { _ in limiter.take(key, at: start)?.waitSeconds }
        #expect(taken == [0, 0, 0, 1])
        #expect(limiter.take(.address("203.0.113.8"), at: start)?.remaining == 2)
        #expect(limiter.take(key, at: start + .milliseconds(334))?.waitSeconds == 0)
        #expect(limiter.take(key, at: start + .seconds(60))?.remaining == 2, "never over its size")
        #expect(RateLimiter(perSecond: nil).take(key) == nil)
    }

    @Test func theServiceSaysHowItIs() async throws {
        let meters = PrometheusMeters()
        let api = try await APISchool(meters: meters)
        _ = try await api.open()
        let health = try await api.get("/healthz", as: nil)
        #expect(health.status == 200 && health.text == "ok")
        let ready = try await api.get("/readyz", as: nil)
        #expect(ready.status == 200 && ready.text == #"{"status":"ready","reasons":[]}"#)
        #expect(try await api.get("/openapi.yaml", as: nil).text == "openapi")
        #expect(try await api.get("/metrics", as: nil).status == 200)
        let elsewhere = try await api.ask(
            "GET", "/metrics", as: nil, nil, ["X-Forwarded-For": "203.0.113.9"])
        #expect(elsewhere.status == 404, "asked for somebody elsewhere")
    }
}

extension APISchool {
    func ask(
        _ method: String, _ path: String, _ fields: [String: String]
    ) async throws -> RawResponse {
        try await ask(method, path, as: "superadmin", nil, fields)
    }

    func post(
        _ path: String, _ body: JSON, _ fields: [String: String] = [:]
    ) async throws -> RawResponse {
        try await post(path, as: "superadmin", body, fields)
    }
}
