"""The closing lines of the demo, at most 15, from what `staysail run` wrote."""

import csv
import json
import sys
from collections import Counter
from pathlib import Path

RUNS = ("month_1", "month_2", "month_3", "iranian", "telco_utf8", "telco_gb18030")


def rows_of(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def line_of(name, run):
    return (f"{name:13} read {run['rows_read']:>9,}  accepted {run['rows_accepted']:>9,}  "
            f"duplicate {run['rows_duplicate']:>9,}  quarantined {run['rows_quarantined']:>6,}  "
            f"warnings {run['warnings']:>6,}  tasks {run['tasks_issued']:>6,}  {sum(run['seconds'].values()):5.1f} s")


def effect_of_first_month(out):
    """The programme's sentence about the tasks of the first month, as of the last night."""
    for row in rows_of(out / "month_3" / "effects.csv"):
        if not (row["strategy"] or row["segment"] or row["stage"]):
            return f"{row['period']}: {row['english']}"
    return "nothing could be evaluated"


def billed_in(out, cycle):
    """Amount and discount on each line's bill of a cycle; lines that were spoilt on purpose are passed over."""
    with open(out / "operator" / f"bills_{cycle}.csv", newline="", encoding="utf-8", errors="replace") as file:
        return {row["SUBS_ID"]: (int(row["AMOUNT_LI"]), int(row["DISCOUNT_LI"])) for row in csv.DictReader(file)
                if (row["AMOUNT_LI"] or "").isdigit() and (row["DISCOUNT_LI"] or "").isdigit()}


def bill_shows_renewal(before, after):
    """More is taken off than before, and the customer pays less: use can hide the one behind the other."""
    return before is not None and after is not None and after[1] > before[1] and after[0] < before[0]


def renewed_by_task(out, cycle):
    """Lines whose customers said yes when a task offered the renewal."""
    with open(out / "operator" / f"outcomes_{cycle}.csv", newline="", encoding="utf-8", errors="replace") as file:
        return {row["SUBS_ID"] for row in csv.DictReader(file) if row["RESULT"] == "renewed"}


def ordered_otherwise(out):
    """Lines of which the first two months asked the BOSS something beside that renewal: their bills may show that instead."""
    orders = Counter(row["subscription_id"] for row in rows_of(out / "month_1" / "actions.csv") if row["kind"] != "contact")
    later = {row["subscription_id"] for row in rows_of(out / "month_2" / "actions.csv") if row["kind"] != "contact"}
    return later | {line for line, count in orders.items() if count > 1}


def followed_customer(out):
    """A customer of the first month's renewal tasks, to look at with `staysail customer`: best one whom a person looked after
    and whose bill shows the renewal."""
    issued = [row for row in rows_of(out / "month_1" / "tasks.csv") if row["strategy_id"].startswith("renewal")]
    tasks = [row["subscription_id"] for row in sorted(issued, key=lambda row: row["assignee"] == "system")]
    renewed = renewed_by_task(out, "202601")
    before, after = billed_in(out, "202601"), billed_in(out, "202602")
    chosen = [line for line in tasks if line in renewed]
    # The new price begins with the new contract: in the next bill where the old one ends this month.
    ending = {
        row["subscription_id"]
        for row in rows_of(out / "month_1" / "indicators.csv")
        if row["days_to_contract_end"] and 0 <= int(row["days_to_contract_end"]) <= 28
    }
    plain = ending - ordered_otherwise(out)
    billed = [line for line in chosen if line in plain and bill_shows_renewal(before.get(line), after.get(line))]
    return next(iter(billed or chosen or tasks), None)


def main(out):
    runs = {name: json.loads((out / f"{name}.json").read_text()) for name in RUNS}
    for name, run in runs.items():
        print(line_of(name, run))
    same = runs["telco_utf8"]["digest"] == runs["telco_gb18030"]["digest"]
    print(f"digest of IBM Telco in English UTF-8 and Chinese GB18030: {'equal' if same else 'DIFFERENT'}")
    print(f"digest of month 3: {runs['month_3']['digest']}")
    print(f"effect: {effect_of_first_month(out)}")
    customer = followed_customer(out)
    if customer:
        print(f"follow a customer: build/release/bin/staysail customer --language en --store sqlite:{out}/operator.db {customer}")
    print(f"report: {out}/report.html")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
