"""`make bench`, or one question alone: `python -m tests.bench publishing --articles 10000`, `… rights`."""

from __future__ import annotations

import argparse
import subprocess
import sys

from tests.bench import publishing, rights

QUESTIONS = {"publishing": publishing.main, "rights": rights.main}


def main() -> None:
    parser = argparse.ArgumentParser(prog="tests.bench", description=__doc__)
    parser.add_argument("question", nargs="?", choices=sorted(QUESTIONS), help="all of them when none is named")
    publishing.add_arguments(parser)
    asked = parser.parse_args()
    if asked.question == "publishing":
        publishing.main(articles=asked.articles, editors=asked.editors)
    elif asked.question:
        QUESTIONS[asked.question]()
    else:  # each in a process of its own: Django is set up once, for one database
        for question in QUESTIONS:
            subprocess.run([sys.executable, "-m", "tests.bench", question], check=True)


if __name__ == "__main__":
    main()
