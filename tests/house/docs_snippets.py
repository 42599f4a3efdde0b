"""Every C++ block of the documents is cut from a compiled test or example: it stands there, but for its indentation,
between `// [doc: name]` and `// [doc: end]`."""

import re
import sys
import tempfile
import textwrap
from pathlib import Path

import tree

FENCE = re.compile(r"^```(?:cpp|c\+\+)[^\n]*\n(.*?)^```", re.M | re.S)
MARKED = re.compile(r"^[ \t]*// \[doc: (?!end\])([^\]]+)\]\n(.*?)^[ \t]*// \[doc: end\]", re.M | re.S)


def plain(code):
    lines = [line.rstrip() for line in textwrap.dedent(code).strip("\n").split("\n")]
    return "\n".join(lines)


def marked_snippets(root):
    files = tree.sources(root, "tests", "examples", suffixes=(".cpp", ".hpp"))
    return {plain(m[2]) for path in files for m in MARKED.finditer(path.read_text(encoding="utf-8"))}


def documents(root):
    return sorted([*root.glob("docs/**/*.md"), *root.glob("README*.md"), *root.glob("CONTRIBUTING.md")])


def check(root):
    snippets = marked_snippets(root)
    blocks, findings = 0, []
    for path in documents(root):
        text = path.read_text(encoding="utf-8")
        for block in FENCE.finditer(text):
            blocks += 1
            if plain(block[1]) not in snippets:
                line = text.count("\n", 0, block.start()) + 1
                findings.append(
                    f"{path.relative_to(root)}:{line}: this block is not between [doc:] marks of a compiled file"
                )
    return blocks, findings


def self_test():
    code = "  // [doc: add]\n  auto sum = add(a, b);\n\n  // [doc: end]\n"
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        tree.write(root, "tests/base/a_test.cpp", code)
        tree.write(root, "docs/a.md", "# A\n\n```cpp\nauto sum = add(a, b);\n```\n")
        tree.expect(check(root) == (1, []), f"a block cut from a test was accused: {check(root)}")
        tree.write(root, "README.md", "```cpp\nauto sum = add(a, c);\n```\n")
        tree.expect(len(check(root)[1]) == 1, "a block that no test holds went unseen")
    print("planted block seen")


if __name__ == "__main__":
    if "--self-test" in sys.argv:
        self_test()
    else:
        block_count, found = check(tree.ROOT)
        for finding in found:
            print(finding)
        print(f"{block_count} blocks in {len(documents(tree.ROOT))} documents; {len(found)} findings")
        sys.exit(1 if found else 0)
