import Desk
import Foundation
import LedgerSQL

/// The schema, step by step: a step once released is never edited, only followed.
enum PostgresSchema {
    private static let steps: [(name: String, sql: String)] = [
        ("1 school", [people, school, attendance, keeping, writing].joined(separator: "\n")),
        ("2 journal", journal), ("3 hub", hub), ("4 bulk", bulk),
        ("5 seals", seals), ("6 open lessons", openLessons), ("7 fewer checks", fewerChecks),
        ("8 tallies", tallies),
    ]

    /// Who writes now, and which batches were kept.
    private static let writing = """
        CREATE TABLE turn (id bigint PRIMARY KEY CHECK (id = 1), number bigint NOT NULL);
        INSERT INTO turn VALUES (1, 0);
        CREATE TABLE batch (
          id bytea PRIMARY KEY CHECK (length(id) = 16), turn bigint NOT NULL
        );
        CREATE INDEX batch_turn ON batch (turn);
        """

    /// Brings a database to this version's schema, one program at a time. Throws `newer` where a
    /// newer one has been here, and `missing` where there is none and `creating` is false.
    static func migrate(_ connection: PostgresConnection, creating: Bool) throws {
        let transaction = SQLTransaction(connection)
        let known = try transaction.first(
            "SELECT to_regclass('schema_step') IS NOT NULL"
        ) { try $0.take(Bool.self) }
        if known != true {
            if !creating {
                throw LedgerFault(
                    .missing,
                    "There is no school in this database yet. Import one with `kiosk import "
                        + "oneroster FOLDER --database URL`.")
            }
            try connection.script(
                "CREATE TABLE IF NOT EXISTS schema_step (name text COLLATE \"C\" PRIMARY KEY)")
        }
        try connection.begin("BEGIN; LOCK TABLE schema_step IN EXCLUSIVE MODE")
        do {
            try bringForward(connection, transaction)
            try AttemptMonths.make(from: .now, connection, transaction)
            try connection.commit()
        } catch {
            connection.rollBack()
            throw error
        }
    }

    private static func bringForward(
        _ connection: PostgresConnection, _ transaction: SQLTransaction
    ) throws {
        let done = Set(
            try transaction.all("SELECT name FROM schema_step") { try $0.take(String.self) })
        if !done.isSubset(of: steps.map(\.name)) {
            throw LedgerFault(
                .newer,
                "This database was written by a newer version of kiosk. Install that version.")
        }
        for step in steps where !done.contains(step.name) {
            try connection.script(step.sql)
            try transaction.run("INSERT INTO schema_step VALUES (?)", [step.name])
        }
        if done.isEmpty {
            try transaction.run(
                "INSERT INTO device (uid, name) VALUES (?, 'this database')",
                [Data.random(count: 16)])
            try transaction.run(
                "INSERT INTO secret VALUES ('receipt', ?)", [Data.random(count: 32)])
        }
    }
}
