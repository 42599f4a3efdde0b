"""The closing lines of the demo, at most 15, from the objects that `staysail run --format json` printed."""

import json
import sys
from pathlib import Path

RUNS = ("month_1", "month_2", "month_3", "iranian", "telco", "telco_zh")


def line_of(name, run):
    return (f"{name:9} read {run['rows_read']:>9,}  accepted {run['rows_accepted']:>9,}  "
            f"duplicate {run['rows_duplicate']:>6,}  quarantined {run['rows_quarantined']:>5,}  "
            f"warnings {run['warnings']:>6,}  tasks {run['tasks_issued']:>5,}  {sum(run['seconds'].values()):5.1f} s")


def main(out):
    runs = {name: json.loads((out / f"{name}.json").read_text()) for name in RUNS}
    for name, run in runs.items():
        print(line_of(name, run))
    same = runs["telco"]["digest"] == runs["telco_zh"]["digest"]
    print(f"digest of IBM Telco in UTF-8 and in Chinese GB18030: {'equal' if same else 'DIFFERENT'}")
    print(f"digest of month 3: {runs['month_3']['digest']}")
    print(f"report: {out}/report.html")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
