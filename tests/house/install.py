"""A project outside this one builds against staysail, runs, and is told the right things.

--way find_package: installs the build to an empty prefix and finds it there.
--way add_subdirectory: takes the sources into the outside project's own build."""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

CARRIED = (
    "CMAKE_BUILD_TYPE",
    "CMAKE_CXX_COMPILER",
    "CMAKE_CXX_FLAGS",
    "CMAKE_CXX_FLAGS_DEBUG",
    "BUILD_SHARED_LIBS",
    "STAYSAIL_WARNINGS_AS_ERRORS",
)
GREETING = "staysail links"


def run(*command):
    print("+", *command, flush=True)
    subprocess.run([str(c) for c in command], check=True)


def carried_settings(build):
    """Compiler and flags of the build under test, for the outside project."""
    cache = dict(re.findall(r"^(\w+):\w+=(.*)$", (build / "CMakeCache.txt").read_text(), re.M))
    return [f"-D{name}={cache[name]}" for name in CARRIED if cache.get(name)]


def way_settings(options, prefix):
    if options.way == "add_subdirectory":
        return [f"-DSTAYSAIL_SOURCE={options.source}"]
    run(options.cmake, "--install", options.build, "--prefix", prefix, "--component", "development")
    return [f"-DCMAKE_PREFIX_PATH={prefix}"]


def compiler_cache(source):
    """The outside project compiles our sources with the settings of the build under test, so a cache knows them."""
    if shutil.which("ccache") is None:
        return []
    os.environ.update(CCACHE_BASEDIR=str(source.parent), CCACHE_NOHASHDIR="1")
    return ["-DCMAKE_CXX_COMPILER_LAUNCHER=ccache"]


def build_outside(options, folder, build):
    outside = folder / "outside"
    shutil.copytree(options.source / "tests/house/outside", outside)
    run(
        options.cmake,
        "-S",
        outside,
        "-B",
        build,
        "-G",
        "Ninja",
        *carried_settings(options.build),
        *compiler_cache(options.source),
        *way_settings(options, folder / "prefix"),
    )
    run(options.cmake, "--build", build, "--parallel", "2")
    programs = sorted(build.glob("outside_*"))
    return {p.name: subprocess.run([p], capture_output=True, text=True, check=True).stdout for p in programs}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--way", choices=("find_package", "add_subdirectory"), required=True)
    for name in ("--source", "--build"):
        parser.add_argument(name, type=Path, required=True)
    parser.add_argument("--cmake", default="cmake")
    options = parser.parse_args()
    build = options.build.with_name(
        f"{options.build.name}-{options.way}"
    )  # as deep as the build, for the compiler cache
    shutil.rmtree(build, ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder:
        said = build_outside(options, Path(folder), build)
    shutil.rmtree(build)
    print(*said.items(), sep="\n")
    sys.exit(0 if said and all(text.startswith(GREETING) for text in said.values()) else 1)


if __name__ == "__main__":
    main()
