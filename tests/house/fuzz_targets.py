"""Every function that makes a value of bytes or a text from outside is called by a fuzz target.

Such a function stands in a header of include/ or src/, takes the bytes first and gives a Result. Decoders that a source
file keeps to itself are not seen here."""

import re
import sys
import tempfile
from pathlib import Path

import tree

CLASS = re.compile(r"^(?:class|struct) (\w+)[^;]*?\{", re.M)
NAMES = "text|bytes|xml|payload|toml|csv|iso|cursor|pattern|letters|utf8"
BYTES = r"std::string_view (?:%s)\b|std::span<const std::uint8_t>" % NAMES
DECODER = re.compile(
    r"^ *(?:\[\[nodiscard\]\] )?(?P<static>static )?Result<[^;{}()]*> (?P<name>\w+)\((?:%s|Arrow\w+\* )" % BYTES, re.M)

# Steps of a decoder, and the decoder through which targets come to them.
REACHED = {
    "Expression::build": "Expression::compile",
    "Formula::build": "DmnModel::parse",
    "Formula::compile": "DmnModel::parse",
    "Formula::compile_tests": "DmnModel::parse",
    "compiled_pattern": "Expression::compile",
    "cells_of_model": "DecisionTable::parse",
    "parse_xml": "DmnModel::parse",
    "tables_of_model": "HazardModel::decode",
    "Expression::compile_tests": "DecisionTable::parse",
    "RecordReader::open": "extensions_of",
    "Fields::open": "task_of",
    "unpack_texts": "task_of",
    "unpack_pairs": "task_of",
    "unpack_history": "task_of",
    "index_entries": "extensions_of",
    "read": "TimePattern::of",
}


def class_at(text, position):
    """The class whose braces hold this position, by the indentation that the house keeps; empty outside."""
    names = [m[1] for m in CLASS.finditer(text, 0, position)]
    ends = text.rfind("\n};", 0, position)
    begins = max((m.start() for m in CLASS.finditer(text, 0, position)), default=-1)
    return names[-1] if names and begins > ends else ""


def decoders(root):
    """{name as a target calls it: header}"""
    found = {}
    for path in tree.sources(root, "include", "src", suffixes=(".hpp",)):
        text = path.read_text(encoding="utf-8")
        for match in DECODER.finditer(text):
            owner = class_at(text, match.start("name")) if match["static"] else ""
            found["::".join(filter(None, (owner, match["name"])))] = path.relative_to(root)
    return found


def check(root):
    targets = "\n".join(p.read_text(encoding="utf-8") for p in tree.sources(root, "fuzz", suffixes=(".cpp",)))
    found = decoders(root)
    findings = []
    for name, header in found.items():
        called = REACHED.get(name, name)
        if not re.search(r"\b%s\b(?:<\w+>)?\(" % re.escape(called), targets):
            findings.append(f"{header}: no fuzz target calls {called}")
    return len(found), findings


def self_test():
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        day = "class Day {\n  static Result<Day> parse(std::string_view iso);\n};\n"
        past = "Result<Past> past_from(std::string_view payload);\nResult<Past> find(Id id);\n"
        tree.write(root, "include/staysail/base/day.hpp", day)
        tree.write(root, "src/work/past.hpp", past)
        tree.write(root, "fuzz/day_fuzz.cpp", "(void)Day::parse(text);")
        count, findings = check(root)
        tree.expect(count == 2 and findings == ["src/work/past.hpp: no fuzz target calls past_from"], f"saw {findings}")
        tree.write(root, "fuzz/past_fuzz.cpp", "(void)past_from(bytes);")
        tree.expect(check(root)[1] == [], "a tree with all targets was accused")
    print("planted decoder seen")


if __name__ == "__main__":
    if "--self-test" in sys.argv:
        self_test()
    else:
        count, found = check(tree.ROOT)
        tree.finish(f"{count} decoders", found)
