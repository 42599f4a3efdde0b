"""The night's indicators in DuckDB: peer_duckdb.py EXPORT OUT.csv"""

import sys

import duckdb

AS_OF = "DATE '2026-01-01'"
FIRST = {3: 202510, 6: 202507, 12: 202501}


def facts(db, export, table, key, columns):
    """Rows of a table; of two with one key the one that changed last."""
    read = f"read_csv('{export}/{table}_*.csv', header=true, all_varchar=true)"
    picked = ", ".join(f"CAST({source} AS {kind}) AS {name}" for name, source, kind in columns)
    last = "" if key is None else f"QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY CHANGED DESC) = 1"
    db.execute(f"CREATE TABLE {table} AS SELECT {picked} FROM {read} {last}")


def day(column):
    return f"CAST(strptime({column}, '%Y%m%d') AS DATE)"


def main(export, out):
    db = duckdb.connect()
    db.execute("SET threads = 1")
    line = ("line", "SUBS_ID", "VARCHAR")
    facts(db, export, "subscriptions", "SUBS_ID", [line, ("activated", day("OPEN_DATE"), "DATE")])
    facts(
        db,
        export,
        "bills",
        "SUBS_ID, BILL_ID, CYCLE",
        [
            line,
            ("cycle", "CYCLE", "INTEGER"),
            ("amount", "AMOUNT_LI", "BIGINT"),
            ("remaining", "REMAINING_LI", "BIGINT"),
            ("due", day("DUE"), "DATE"),
        ],
    )
    facts(
        db,
        export,
        "usage",
        None,
        [
            line,
            ("cycle", "CYCLE", "INTEGER"),
            ("seconds", "SECONDS", "BIGINT"),
            ("data_mb", "DATA_MB", "DOUBLE"),
            ("last_call", day("LAST_CALL_OUT"), "DATE"),
            ("rival", "RIVAL_CALLS", "BIGINT"),
        ],
    )
    facts(
        db,
        export,
        "payments",
        None,
        [line, ("day", day("PAY_DATE"), "DATE"), ("amount", "AMOUNT_LI", "BIGINT"), ("late", "DAYS_LATE", "BIGINT")],
    )
    facts(db, export, "tickets", "TICKET_ID", [line, ("type", "TYPE", "VARCHAR"), ("opened", day("OPENED"), "DATE")])
    mean = lambda months: (
        f"round_even(sum(amount) FILTER (cycle >= {FIRST[months]}) / "
        f"count(amount) FILTER (cycle >= {FIRST[months]}), 0) / 1000"
    )
    db.execute(f"""
        CREATE TABLE of_bills AS SELECT line, {mean(3)} AS arpu_3m, {mean(6)} AS arpu_6m, {mean(12)} AS arpu_12m,
            sum(amount) FILTER (cycle >= {FIRST[12]}) / 1000.0 AS revenue_12m,
            max(amount) FILTER (cycle >= {FIRST[12]}) / 1000.0 AS highest_bill,
            sum(greatest(remaining, 0)) FILTER (due IS NULL OR due < {AS_OF}) / 1000.0 AS arrears
        FROM bills WHERE cycle < 202601 GROUP BY line;
        CREATE TABLE of_usage AS SELECT line, avg(seconds) FILTER (cycle >= {FIRST[3]}) AS voice_recent,
            avg(seconds) FILTER (cycle >= {FIRST[3]})
                / nullif(avg(seconds) FILTER (cycle BETWEEN {FIRST[6]} AND 202509), 0) AS voice_trend,
            avg(data_mb) FILTER (cycle >= {FIRST[3]}) AS data_recent,
            date_diff('day', max(last_call), {AS_OF}) AS days_since_call,
            sum(rival) FILTER (cycle >= {FIRST[3]}) AS rival_calls
        FROM usage WHERE cycle < 202601 GROUP BY line;
        CREATE TABLE of_payments AS SELECT line,
            avg(CASE WHEN late IS NULL THEN NULL WHEN late <= 0 THEN 1.0 ELSE 0 END) AS paid_on_time,
            sum(amount) / 1000.0 AS paid_12m
        FROM payments WHERE day >= DATE '2025-01-01' AND day < {AS_OF} GROUP BY line;
        CREATE TABLE of_tickets AS SELECT line, count(*) AS complaints_90d FROM tickets
        WHERE type = '投诉' AND opened BETWEEN {AS_OF} - 90 AND {AS_OF} GROUP BY line;
        CREATE TABLE figures AS SELECT s.line AS subscription_id,
            date_diff('month', activated, {AS_OF}) - CAST(date_part('day', activated) > 1 AS INTEGER) AS tenure_months,
            arpu_3m, arpu_6m, arpu_12m, revenue_12m, highest_bill, coalesce(arrears, 0) AS arrears,
            CASE WHEN arpu_12m IS NULL THEN NULL ELSE 0.7 * coalesce(arpu_6m, 0) + 0.3 * arpu_12m END AS value,
            voice_recent, voice_trend, data_recent, coalesce(days_since_call, 400) AS days_since_call,
            rival_calls, paid_on_time, paid_12m, coalesce(complaints_90d, 0) AS complaints_90d
        FROM subscriptions s LEFT JOIN of_bills USING (line) LEFT JOIN of_usage USING (line)
            LEFT JOIN of_payments USING (line) LEFT JOIN of_tickets USING (line);
    """)
    db.execute(f"""COPY (SELECT *, CASE WHEN value IS NULL THEN NULL ELSE
            (rank() OVER (PARTITION BY value IS NULL ORDER BY round(value, 4)) - 1) /
            (count(*) OVER (PARTITION BY value IS NULL) - 1) END AS value_rank
        FROM figures ORDER BY subscription_id) TO '{out}' (HEADER)""")


main(*sys.argv[1:])
