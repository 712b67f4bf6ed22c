"""`make bench`, or `python -m tests.bench rights` for one question alone."""

from __future__ import annotations

import argparse

from tests.bench import builds, crashes, releases, rights

QUESTIONS = {"builds": builds.main, "releases": releases.main, "rights": rights.main}
ON_DEMAND = {"crashes": crashes.main}  # proofs, not measures: minutes


def main() -> None:
    parser = argparse.ArgumentParser(prog="tests.bench", description=__doc__)
    parser.add_argument(
        "question", nargs="?", choices=sorted(QUESTIONS | ON_DEMAND), help="all that are quick when none is named"
    )
    asked = parser.parse_args().question
    for question in [asked] if asked else QUESTIONS:
        (QUESTIONS | ON_DEMAND)[question]()


if __name__ == "__main__":
    main()
