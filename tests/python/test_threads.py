"""Long calls leave the interpreter to others, and Ctrl-C ends them."""

import signal
import subprocess
import sys
import textwrap
import threading
import time

import numpy as np
import pytest
import staysail as ss

ROWS = 400_000


@pytest.fixture(scope="module")
def big():
    random = np.random.default_rng(5)
    return ss.Frame({"arpu": random.random(ROWS), "tenure": random.integers(0, 200, ROWS)})


@pytest.fixture(scope="module")
def matcher(big):
    rules = [{"id": f"s{n}", "when": f"arpu * {n} > tenure and tenure > {n}"} for n in range(1, 9)]
    return ss.compile_strategies(rules, schema=big)


def test_another_thread_goes_on_meanwhile(big, matcher):
    ticks = []
    stop = threading.Event()

    def tick():
        while not stop.wait(0.002):
            ticks.append(time.monotonic())

    thread = threading.Thread(target=tick)
    thread.start()
    begun = time.monotonic()
    matcher.counts(big)
    ended = time.monotonic()
    stop.set()
    thread.join()
    inside = [moment for moment in ticks if begun < moment < ended]
    assert inside, "no other thread went on while the call lasted"


def test_calls_from_many_threads_agree(matcher):
    random = np.random.default_rng(6)
    frame = ss.Frame({"arpu": random.random(50_000), "tenure": random.integers(0, 200, 50_000)})
    expected = matcher.counts(frame)
    results = []
    threads = [
        threading.Thread(target=lambda: results.append(matcher.counts(frame, threads=2, batch_rows=1000)))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [expected] * 4


def test_a_knowledge_base_takes_readers_and_writers():
    base = ss.knowledge.Base()
    faults = []

    def work(number):
        try:
            for step in range(50):
                base.add({"id": f"{number}-{step}", "title": f"title {number}", "body": "body"})
                assert base.search(f"title {number}", limit=1)
        except Exception as fault:  # noqa: BLE001: carried to the test's own thread
            faults.append(fault)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults
    assert len(base) == 200


def test_ctrl_c_stops_a_long_call():
    program = textwrap.dedent("""
        import numpy as np, staysail as ss, sys, threading
        frame = ss.Frame({"n": np.arange(2_000_000)})
        rules = [{"id": f"s{k}", "when": f"n * {k} + n * n - {k} > n / {k}"} for k in range(1, 200)]
        matcher = ss.compile_strategies(rules, schema=frame)
        called = threading.Event()
        sys.setswitchinterval(1000)  # nobody else runs before the call lets the interpreter go
        threading.Thread(target=lambda: called.wait() and print("inside", flush=True), daemon=True).start()
        try:
            called.set()
            matcher.counts(frame, batch_rows=4096)
            print("finished", flush=True)
        except KeyboardInterrupt:
            print("interrupted", flush=True)
        """)
    process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "inside\n"
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=60)
    assert out == "interrupted\n"
