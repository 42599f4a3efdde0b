"""Typed ingest of a bills file beside DuckDB's CSV reader: one file, one run, one thread, equal sums demanded.

    python bench/ingest.py PROGRAM [MEGABYTES]     PROGRAM: bench_ingest of a release build; needs duckdb

DuckDB reads UTF-8 only, so for GB18030 its time is that of iconv and of reading what iconv wrote. It is told every
column's type and the form of the dates, and reads each column to the end, as we do.
"""

import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb

RUNS = 5
TYPES = {
    "账户编号": "VARCHAR",
    "用户编号": "VARCHAR",
    "账单编号": "VARCHAR",
    "账单月份": "INTEGER",
    "出账金额": "DECIMAL(18,3)",
    "未缴金额": "DECIMAL(18,3)",
    "出账日期": "DATE",
    "到期日期": "DATE",
    "缴费日期": "DATE",
    "成本": "BIGINT",
    "套餐名称": "VARCHAR",
    "账单状态": "VARCHAR",
}
# Of every column something that needs its values. cost is in thousandths already.
SUMS = """
SELECT count(*), (sum("出账金额") + sum("未缴金额")) * 1000 + sum("成本"), 12 * count(*) - (count("账户编号")
    + count("用户编号") + count("账单编号") + count("账单月份") + count("出账金额") + count("未缴金额")
    + count("出账日期") + count("到期日期") + count("缴费日期") + count("成本") + count("套餐名称") + count("账单状态")),
    max("账户编号"), max("用户编号"), max("账单编号"), max("套餐名称"), max("账单状态"), max("账单月份"),
    max("出账日期"), max("到期日期"), max("缴费日期")
FROM read_csv($file, header = true, delim = ',', quote = '"', nullstr = '', dateformat = '%Y%m%d', columns = {columns})
"""


def processor_seconds(who):
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def with_duckdb(file):
    base = duckdb.connect(config={"threads": 1})
    query = SUMS.replace("{columns}", str(TYPES))
    best = None
    for _ in range(RUNS):
        start = processor_seconds(resource.RUSAGE_SELF)
        found = base.execute(query, {"file": str(file)}).fetchone()
        seconds = processor_seconds(resource.RUSAGE_SELF) - start
        best = min(best or seconds, seconds)
    return best, (int(found[0]), int(found[1]), int(found[2]))


def with_iconv(file, target):
    start = processor_seconds(resource.RUSAGE_CHILDREN)
    subprocess.run(["iconv", "-f", "GB18030", "-t", "UTF-8", "-o", target, file], check=True)
    return processor_seconds(resource.RUSAGE_CHILDREN) - start


def main(program, megabytes):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        words = [program, str(megabytes), "--runs", str(RUNS), "--export", name]
        print(subprocess.run(words, check=True, capture_output=True, text=True).stdout, end="")
        for encoding in ("utf-8", "gb18030"):
            file, aside = folder / encoding / "bills_202512.csv", 0.0
            read, plan, size, *ours = (folder / f"found_{encoding}.txt").read_text().split()
            if encoding == "gb18030":
                aside = with_iconv(file, folder / "converted.csv")
                file = folder / "converted.csv"
            seconds, found = with_duckdb(file)
            if found != tuple(map(int, ours)):
                sys.exit(f"{encoding}: rows, sums or nulls differ: {found} beside {ours}")
            speed = int(size) / 1e6 / (seconds + aside)
            ratio = (seconds + aside) / (float(read) + float(plan))
            print(f"DuckDB {duckdb.__version__}, {encoding}: {seconds + aside:.3f} s, {speed:.0f} MB per CPU second; "
                  f"ours is {ratio:.1f} times as fast, its planning counted", flush=True)


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) == 3 else 200)
