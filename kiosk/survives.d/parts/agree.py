# What must agree in a school's database whatever happened to it, asked of sqlite3: nothing of the product judges itself
# here but `kiosk verify`, which is asked beside it.
import json

# Each finds rows of which a half is kept. A row is told as its first column and what names it.
HALVES = """
SELECT 'accepted, but no evidence', hex(id) FROM attempt a
  WHERE outcome = 'accepted' AND NOT EXISTS (SELECT 1 FROM evidence e WHERE e.id = a.id);
SELECT 'scanned, but no attempt', hex(id) FROM evidence e
  WHERE kind = 'scan' AND NOT EXISTS (SELECT 1 FROM attempt a WHERE a.id = e.id);
SELECT 'accepted, but no record of theirs', hex(id) FROM attempt a
  WHERE outcome = 'accepted' AND NOT EXISTS
    (SELECT 1 FROM record r WHERE r.id = a.record_id AND r.user_id = a.user_id);
SELECT 'accepted, but no receipt', hex(id) FROM attempt WHERE outcome = 'accepted' AND receipt IS NULL;
SELECT 'evidence, but no record', hex(id) FROM evidence e
  WHERE NOT EXISTS (SELECT 1 FROM record r WHERE r.occurrence_id = e.occurrence_id AND r.user_id = e.user_id);
SELECT 'the record is not what was settled last', r.id FROM record r LEFT JOIN
  (SELECT object_id, after, max(seq) FROM audit WHERE object = 'record' AND action = 'settle' GROUP BY object_id) s
  ON s.object_id = r.id
  WHERE s.after IS NULL OR s.after || ' ' NOT LIKE 'number=' || coalesce(r.number, 'none') || ' %';
SELECT 'settled, but no record', object_id FROM audit
  WHERE object = 'record' AND object_id NOT IN (SELECT id FROM record);
SELECT 'present or late with nothing that says so', r.id FROM record r
  WHERE number IN (1, 2) AND NOT EXISTS
    (SELECT 1 FROM evidence e WHERE e.occurrence_id = r.occurrence_id AND e.user_id = r.user_id);
SELECT 'the session and its intervals', s.id FROM checkin_session s
  WHERE (SELECT count(*) FROM checkin_interval i WHERE i.session_id = s.id AND i.closed_at IS NULL)
    <> (s.status = 'open') OR (s.status <> 'draft')
    <> EXISTS (SELECT 1 FROM checkin_interval i WHERE i.session_id = s.id);
SELECT 'the session is not what the audit says', s.id FROM checkin_session s
  WHERE (SELECT after FROM audit WHERE object = 'session' AND object_id = s.id ORDER BY seq DESC LIMIT 1)
    NOT LIKE '%' || s.status || '%';
SELECT 'closed, but somebody has nothing', s.id, u.code FROM checkin_session s
  JOIN occurrence o ON o.id = s.occurrence_id
  JOIN enrolment n ON n.course_id = o.course_id AND n.is_teacher = 0 AND n.source = 'oneroster'
  JOIN user u ON u.id = n.user_id
  WHERE s.status = 'closed' AND NOT EXISTS
    (SELECT 1 FROM record r WHERE r.occurrence_id = o.id AND r.user_id = u.id AND r.number IS NOT NULL);
SELECT 'the counts are not those of the records', t.user_id FROM
  (SELECT user_id, sum(count) AS count FROM tally
    WHERE term_id = (SELECT min(term_id) FROM tally) GROUP BY user_id) t
  LEFT JOIN (SELECT user_id, count(*) AS count FROM record WHERE number IS NOT NULL GROUP BY user_id) r
  ON r.user_id = t.user_id WHERE t.count <> coalesce(r.count, 0);
SELECT 'recorded, but not counted', r.user_id FROM record r WHERE r.number IS NOT NULL AND NOT EXISTS
  (SELECT 1 FROM tally t WHERE t.user_id = r.user_id AND t.number = r.number AND t.count > 0);
"""


def halves(school, database=None):
    """What is half kept, each in a line; nothing where everything agrees and every page is whole."""
    found = school.sql("PRAGMA integrity_check;" + HALVES, database)
    return [line for line in found if line != "ok"]


def unclean(school, *file):
    """What `kiosk verify` has against a school or a file; nothing where it is whole."""
    done = school.run("verify", "--json", *file)
    if done.returncode == 0 and json.loads(done.stdout)["whole"]:
        return []
    return [f"verify ended with {done.returncode}: {(done.stdout + done.stderr).strip()[:300]}"]
