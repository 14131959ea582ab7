"""Sums up the test runners: `summary.py STATUS [--swift LOG]… [--junit REPORT]` prints `N passed, N failed[, N skipped]`.

STATUS is 0 when every runner said that all was well. This exits 0 only if that is so, some test ran and none failed. A
runner that ended badly without a failed test to show for it counts as one. Swift's own JUnit report is not read: it does
not escape the quotes and angle brackets that stand in sentence names.
"""

import argparse
import re
import sys
from dataclasses import dataclass, field
from xml.etree import ElementTree

ENDED = re.compile(r"^[✔✘━] Test (?!run with |case )(.+?)(?: with \d+ test cases?)? (passed|failed) after [\d.]+ seconds")
SKIPPED = re.compile(r"^➜ Test (?!case )(.+?) skipped")
CLOSED = re.compile(r"^[✔✘━] Test run with (\d+) tests?\b")


@dataclass
class Sum:
    passed: int = 0
    skipped: int = 0
    failures: list[str] = field(default_factory=list)


def swift(log: str, total: Sum) -> None:
    closed = False
    with open(log, encoding="utf-8", errors="replace") as lines:
        for line in lines:
            if found := ENDED.match(line):
                if found[2] == "passed":
                    total.passed += 1
                else:
                    total.failures.append(found[1])
            elif SKIPPED.match(line):
                total.skipped += 1
            elif CLOSED.match(line):
                closed = True
    if not closed:
        total.failures.append(f"the Swift test run broke off; its output is in {log}")


def junit(report: str, total: Sum) -> None:
    try:
        root = ElementTree.parse(report).getroot()
    except (OSError, ElementTree.ParseError) as error:
        total.failures.append(f"no report of the browser tests: {error}")
        return
    for case in root.iter("testcase"):
        if case.find("failure") is not None or case.find("error") is not None:
            total.failures.append(f"{case.get('classname', '')} {case.get('name', '')}".strip())
        elif case.find("skipped") is not None:
            total.skipped += 1
        else:
            total.passed += 1


def main() -> int:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("status", type=int)
    arguments.add_argument("--swift", action="append", default=[])
    arguments.add_argument("--junit")
    options = arguments.parse_args()

    total = Sum()
    for log in options.swift:
        swift(log, total)
    if options.junit:
        junit(options.junit, total)
    if options.status != 0 and not total.failures:
        total.failures.append("a test runner ended badly without naming a test; its output is in .build-setup/logs")
    for failure in total.failures:
        print(f"  ✘ {failure}")
    counts = f"{total.passed} passed, {len(total.failures)} failed"
    print(counts + (f", {total.skipped} skipped" if total.skipped else ""))
    return 1 if total.failures or total.passed == 0 else 0


sys.exit(main())
