"""At most 12 translation units of src/ pay for a heavy header: Eigen, Boost.Graph, toml++ or nlohmann json.

A unit pays whether it includes the header itself or through headers of the project."""

import sys
import tempfile
from pathlib import Path

import tree

LIMIT = 12
HEAVY = ("Eigen/", "boost/graph/", "toml++/", "nlohmann/")


def resolve(root, including, header):
    """The project's file behind an include line, or None for somebody else's."""
    for candidate in (including.parent / header, root / "src" / header, root / "include" / header):
        if candidate.is_file():
            return candidate.resolve()
    return None


def heavy_headers(root, unit):
    """Heavy headers that a unit includes, directly or not."""
    seen, waiting, heavy = set(), [unit.resolve()], set()
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        for _, _, header in tree.includes(path):
            if header.startswith(HEAVY):
                heavy.add(header)
            elif (ours := resolve(root, path, header)) is not None:
                waiting.append(ours)
    return sorted(heavy)


def check(root):
    units = tree.sources(root, "src", suffixes=(".cpp",))
    heavy = {u.relative_to(root): h for u in units if (h := heavy_headers(root, u))}
    findings = []
    if len(heavy) > LIMIT:
        findings = [f"{unit}: {', '.join(headers)}" for unit, headers in heavy.items()]
        findings.append(f"{len(heavy)} units include heavy headers, {LIMIT} may")
    return len(units), len(heavy), findings


def self_test():
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve()
        tree.write(root, "src/statistics/matrix.hpp", "#include <Eigen/Dense>")
        for i in range(LIMIT):
            tree.write(root, f"src/statistics/u{i}.cpp", '#include "statistics/matrix.hpp"')
        tree.write(root, "src/statistics/light.cpp", "#include <boost/date_time/gregorian/gregorian.hpp>")
        tree.expect(check(root)[1:] == (LIMIT, []), "as many units as may be were not accepted")
        tree.write(root, "src/files/one_more.cpp", "#include <toml++/toml.h>")
        tree.expect(len(check(root)[2]) == LIMIT + 2, "one unit too many went unseen")
    print("planted unit seen")


if __name__ == "__main__":
    if "--self-test" in sys.argv:
        self_test()
    else:
        count, heavy_count, found = check(tree.ROOT)
        tree.finish(f"{count} units, {heavy_count} of at most {LIMIT} with heavy headers", found)
