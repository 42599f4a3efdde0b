"""The night's indicators in pandas: peer_pandas.py EXPORT OUT.csv"""

import glob
import sys

import numpy as np
import pandas as pd

AS_OF = np.datetime64("2026-01-01")


def facts(export, table, columns, days=(), key=None):
    """Rows of a table; of two with one key the one that changed last."""
    wanted = [*columns, "CHANGED"] if key else list(columns)
    types = {name: kind for name, kind in columns.items() if kind}
    rows = pd.concat(
        pd.read_csv(path, usecols=wanted, dtype=types) for path in sorted(glob.glob(f"{export}/{table}_*.csv"))
    )
    for day in days:
        rows[day] = pd.to_datetime(rows[day], format="%Y%m%d")
    return rows.sort_values("CHANGED", kind="stable").drop_duplicates(key, keep="last") if key else rows


def since(rows, month):
    return rows[rows.CYCLE >= month]


def mean_bill(bills, month):
    by_line = since(bills, month).groupby("SUBS_ID").AMOUNT_LI
    return np.rint(by_line.sum() / by_line.count()) / 1000


def main(export, out):
    lines = facts(export, "subscriptions", {"SUBS_ID": "str", "OPEN_DATE": "str"}, ["OPEN_DATE"], ["SUBS_ID"])
    bills = facts(
        export,
        "bills",
        {
            "SUBS_ID": "str",
            "BILL_ID": "str",
            "CYCLE": "int32",
            "AMOUNT_LI": "int64",
            "REMAINING_LI": "float64",
            "DUE": "str",
        },
        ["DUE"],
        ["SUBS_ID", "BILL_ID", "CYCLE"],
    )
    usage = facts(
        export,
        "usage",
        {
            "SUBS_ID": "str",
            "CYCLE": "int32",
            "SECONDS": "float64",
            "DATA_MB": "float64",
            "LAST_CALL_OUT": "str",
            "RIVAL_CALLS": "float64",
        },
        ["LAST_CALL_OUT"],
    )
    payments = facts(
        export,
        "payments",
        {"SUBS_ID": "str", "PAY_DATE": "str", "AMOUNT_LI": "int64", "DAYS_LATE": "float64"},
        ["PAY_DATE"],
    )
    tickets = facts(
        export,
        "tickets",
        {"TICKET_ID": "str", "SUBS_ID": "str", "TYPE": "str", "OPENED": "str"},
        ["OPENED"],
        ["TICKET_ID"],
    )
    bills, usage = bills[bills.CYCLE < 202601], usage[usage.CYCLE < 202601]
    frame = lines.set_index("SUBS_ID").sort_index()
    frame.index.name = "subscription_id"
    opened = frame.OPEN_DATE.dt
    frame["tenure_months"] = (2026 - opened.year) * 12 + 1 - opened.month - (opened.day > 1)
    for months, first in (3, 202510), (6, 202507), (12, 202501):
        frame[f"arpu_{months}m"] = mean_bill(bills, first)
    year = since(bills, 202501).groupby("SUBS_ID").AMOUNT_LI
    frame["revenue_12m"], frame["highest_bill"] = year.sum() / 1000, year.max() / 1000
    due = bills[bills.DUE.isna() | (bills.DUE < AS_OF)]
    frame["arrears"] = due.REMAINING_LI.clip(lower=0).groupby(due.SUBS_ID).sum() / 1000
    frame["arrears"] = frame.arrears.fillna(0)
    frame["value"] = 0.7 * frame.arpu_6m.fillna(0) + 0.3 * frame.arpu_12m
    frame["value_rank"] = (frame.value.round(4).rank(method="min") - 1) / (frame.value.count() - 1)
    recent = since(usage, 202510).groupby("SUBS_ID")
    before = usage[(usage.CYCLE >= 202507) & (usage.CYCLE < 202510)].groupby("SUBS_ID")
    frame["voice_recent"], frame["data_recent"] = recent.SECONDS.mean(), recent.DATA_MB.mean()
    frame["voice_trend"] = frame.voice_recent / before.SECONDS.mean().replace(0, np.nan)
    frame["rival_calls"] = recent.RIVAL_CALLS.sum(min_count=1)
    frame["days_since_call"] = (AS_OF - usage.groupby("SUBS_ID").LAST_CALL_OUT.max()).dt.days
    frame["days_since_call"] = frame.days_since_call.fillna(400)
    paid = payments[(payments.PAY_DATE >= "2025-01-01") & (payments.PAY_DATE < AS_OF)]
    known = paid[paid.DAYS_LATE.notna()]
    frame["paid_on_time"] = (known.DAYS_LATE <= 0).groupby(known.SUBS_ID).mean()
    frame["paid_12m"] = paid.groupby("SUBS_ID").AMOUNT_LI.sum() / 1000
    complaints = tickets[
        (tickets.TYPE == "投诉") & (tickets.OPENED >= AS_OF - np.timedelta64(90, "D")) & (tickets.OPENED <= AS_OF)
    ]
    frame["complaints_90d"] = complaints.groupby("SUBS_ID").size()
    frame["complaints_90d"] = frame.complaints_90d.fillna(0)
    frame.drop(columns=["OPEN_DATE", "CHANGED"]).to_csv(out)


main(*sys.argv[1:])
