"""`make bench`, or `python -m tests.bench rights` for one question alone."""

from __future__ import annotations

import argparse
import subprocess
import sys

from tests.bench import crashes, publishing, releases, rights

QUESTIONS = {"publishing": publishing.main, "releases": releases.main, "rights": rights.main}
ON_DEMAND = {"crashes": crashes.main}  # proofs, not measures: minutes


def main() -> None:
    parser = argparse.ArgumentParser(prog="tests.bench", description=__doc__)
    parser.add_argument(
        "question", nargs="?", choices=sorted(QUESTIONS | ON_DEMAND), help="all that are quick when none is named"
    )
    publishing.add_arguments(parser)
    asked = parser.parse_args()
    if asked.question == "publishing":
        publishing.main(articles=asked.articles, editors=asked.editors)
    elif asked.question:
        (QUESTIONS | ON_DEMAND)[asked.question]()
    else:  # each in a process of its own: Django is set up once, for one database
        for question in QUESTIONS:
            subprocess.run([sys.executable, "-m", "tests.bench", question], check=True)


if __name__ == "__main__":
    main()
