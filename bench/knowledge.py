"""Search in a knowledge base of many articles: time a query, and how well it answers.

    PYTHONPATH=build/release/python python3 bench/knowledge.py [--articles 100000]

The articles are the shipped ones (examples/knowledge/kb_zh.json) and others made of their sentences, each with a number
of its own. Queries are titles, parts of sentences of two to sixteen characters, and single characters.
"""

import argparse
import json
import random
import time
from pathlib import Path

import staysail as ss

SHIPPED = Path(__file__).parents[1] / "examples/knowledge/kb_zh.json"


def made_up(shipped, count, dice):
    """Articles of three to six sentences of others."""
    sentences = [part for article in shipped for part in article["body"].split("，") if part]
    titles = [article["title"] for article in shipped]
    for number in range(count):
        body = "，".join(dice.choices(sentences, k=dice.randint(3, 6)))
        yield {"id": f"made-{number}", "title": f"{dice.choice(titles)} {number}", "body": f"{body}。编号{number}。"}


def parts_of(texts, count, dice):
    for _ in range(count):
        text = dice.choice(texts)
        length = dice.randint(2, min(16, len(text)))
        start = dice.randint(0, len(text) - length)
        yield text[start : start + length]


def timed(base, queries):
    seconds, empty = [], 0
    for query in queries:
        start = time.perf_counter()
        found = base.search(query, limit=5)
        seconds.append(time.perf_counter() - start)
        empty += not found
    seconds.sort()
    at = lambda share: 1000 * seconds[int(share * (len(seconds) - 1))]  # noqa: E731
    return f"{len(seconds)} queries: p50 {at(0.5):.3f} ms, p95 {at(0.95):.3f} ms, p99 {at(0.99):.3f} ms, {empty} empty"


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--articles", type=int, default=100_000)
    count = options.parse_args().articles
    dice = random.Random(1)
    shipped = json.loads(SHIPPED.read_text(encoding="utf-8"))["articles"]
    items = [{key: str(article[key]) for key in ("id", "title", "body")} for article in shipped]
    items += made_up(shipped, count - len(items), dice)
    base = ss.knowledge.Base()
    start = time.perf_counter()
    base.add(items)
    print(f"{len(base)} articles added in {time.perf_counter() - start:.1f} s")
    titles, bodies = [article["title"] for article in shipped], [article["body"] for article in shipped]
    print("titles            ", timed(base, titles * 5))
    print("parts of sentences", timed(base, parts_of(bodies, 300, dice)))
    print("one character     ", timed(base, [character for title in titles for character in title[:2]]))


if __name__ == "__main__":
    main()
