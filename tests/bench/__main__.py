"""`make bench`, or `python -m tests.bench rights` for one question alone."""

from __future__ import annotations

import argparse

from tests.bench import builds, rights

QUESTIONS = {"builds": builds.main, "rights": rights.main}


def main() -> None:
    parser = argparse.ArgumentParser(prog="tests.bench", description=__doc__)
    parser.add_argument("question", nargs="?", choices=sorted(QUESTIONS), help="all of them when none is named")
    asked = parser.parse_args().question
    for question in [asked] if asked else QUESTIONS:
        QUESTIONS[question]()


if __name__ == "__main__":
    main()
