# Says in a line what came of one document, and fails where the service broke it or too little was tested.
import json
import sys

name, least, seed, status, untested = sys.argv[1], *map(int, sys.argv[2:])
report = json.load(open(f"{name}/report.json"))
counts, operations = report["test_cases"], report["operations"]
checked = counts["generated"] - counts["without_checks"]
print(f"contract: {name}: {checked} cases of {operations['tested']} operations, "
      f"{counts['unique_failures']} violations, seed {seed}, {report['running_time']:.0f} s")
never = [operation for operation, phases in report["valid_rates"].items()
         if not any(phase["accepted"] for phase in phases.values())]
if never:
    print(f"contract: {name}: not accepted once outside chains: " + ", ".join(sorted(never)))
wrong = []
if status or report["exit_code"] or counts["with_failures"] or report["failures"] or report["errors"]:
    wrong.append("the service broke its contract, or the test could not go on; what was said stands above")
if not report["complete"] or operations["tested"] != operations["total"] - untested:
    wrong.append(f"{operations['tested']} of {operations['total']} operations were tested, "
                 f"where {untested} should be left out")
wrong += [f"the phase {phase} did not run" for phase, what in report["phases"].items()
          if what["status"] == "skip" or what["skip_reason"]]
if checked < least:
    wrong.append(f"{checked} cases are fewer than {least}")
for sentence in wrong:
    print(f"contract: {name}: {sentence}", file=sys.stderr)
sys.exit(1 if wrong else 0)
