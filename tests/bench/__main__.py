"""`make bench`, or one question alone: `python -m tests.bench publishing --articles 10000`, `… rights`."""

from __future__ import annotations

import argparse
import subprocess
import sys

from tests.bench import publishing, rights


def main() -> None:
    parser = argparse.ArgumentParser(prog="tests.bench", description=__doc__)
    questions = parser.add_subparsers(dest="question", metavar="question", help="all of them when none is named")
    questions.add_parser("rights", help="what may this person see")
    publishing.add_arguments(questions.add_parser("publishing", help="from content to visitors"))
    asked = parser.parse_args()
    if asked.question == "rights":
        rights.main()
    elif asked.question == "publishing":
        publishing.main(articles=asked.articles, editors=asked.editors)
    else:  # each in a process of its own: Django is set up once, for one database
        for question in questions.choices:
            subprocess.run([sys.executable, "-m", "tests.bench", question], check=True)


if __name__ == "__main__":
    main()
