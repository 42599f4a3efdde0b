"""Each public header compiles alone and includes the standard library and staysail only.

public_headers.py --compiler g++ --cache DIR; a header whose text and whose includes have not changed since it last
compiled is not compiled again."""

import argparse
import hashlib
import os
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import tree

FLAGS = ["-std=c++20", "-fsyntax-only", "-Wall", "-Wextra", "-Wpedantic", "-Wshadow", "-Werror", "-x", "c++"]


def standard_headers(compiler):
    """Names of the compiler's own C++ headers."""
    run = subprocess.run([compiler, "-x", "c++", "-E", "-v", "/dev/null"], capture_output=True, text=True, check=True)
    lines = run.stderr.split("#include <...> search starts here:")[1].split("End of search list")[0].split()
    folder = next(Path(p) for p in lines if (Path(p) / "vector").is_file())
    return {p.name for p in folder.iterdir() if p.is_file() and p.suffix == ""}


def foreign_includes(root, header, standard):
    relative = header.relative_to(root)
    return [
        f"{relative}:{line}: includes {name}, which is neither standard C++ nor staysail's"
        for line, _, name in tree.includes(header)
        if name not in standard and not name.startswith("staysail/")
    ]


def text_with_includes(root, header, seen):
    """The header's text and that of all staysail headers behind it: what decides whether it compiles."""
    if header in seen or not header.is_file():
        return b""
    seen.add(header)
    inner = [text_with_includes(root, root / "include" / name, seen) for _, _, name in tree.includes(header)]
    return header.read_bytes() + b"".join(inner)


def compile_alone(root, header, compiler, cache):
    key = hashlib.sha256(" ".join([compiler, *FLAGS, header.name]).encode() + text_with_includes(root, header, set()))
    stamp = cache / key.hexdigest()
    if stamp.exists():
        return None
    unit = f"#include <{header.relative_to(root / 'include')}>\n"
    run = subprocess.run(
        [compiler, *FLAGS, "-I", str(root / "include"), "-"], input=unit, capture_output=True, text=True
    )
    if run.returncode == 0:
        stamp.touch()
        return None
    return f"{header.relative_to(root)} does not compile alone:\n{run.stderr[:2000]}"


def check(root, compiler, cache):
    cache.mkdir(parents=True, exist_ok=True)
    headers = tree.sources(root, "include", suffixes=(".hpp",))
    standard = standard_headers(compiler)
    findings = [f for h in headers for f in foreign_includes(root, h, standard)]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        failures = pool.map(lambda h: compile_alone(root, h, compiler, cache), headers)
        findings += [f for f in failures if f]
    return len(headers), findings


def self_test(compiler):
    planted = {
        "foreign.hpp": ("#include <boost/version.hpp>\n", "neither standard C++ nor staysail's"),
        "needy.hpp": ("inline std::string name() { return {}; }\n", "does not compile alone"),
    }
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        tree.write(
            root, "include/staysail/base/good.hpp", "#include <string>\ninline std::string good() { return {}; }\n"
        )
        tree.expect(check(root, compiler, root / "cache") == (1, []), "a clean header was accused")
        for file, (text, finding) in planted.items():
            tree.write(root, f"include/staysail/base/{file}", text)
            seen = check(root, compiler, root / "cache")[1]
            tree.expect(len(seen) == 1 and finding in seen[0], f"{file}: wanted '{finding}', saw {seen}")
            (root / "include/staysail/base" / file).unlink()
    print(f"{len(planted)} planted faults seen")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--compiler", default="g++")
    parser.add_argument("--cache", type=Path, default=tree.ROOT / "build/public_headers")
    parser.add_argument("--self-test", action="store_true")
    options = parser.parse_args()
    if options.self_test:
        self_test(options.compiler)
    else:
        count, found = check(tree.ROOT, options.compiler, options.cache)
        tree.finish(f"{count} headers", found)
