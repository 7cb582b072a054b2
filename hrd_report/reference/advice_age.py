"""Warns of safety advice nobody has looked at for a year: `make advice`. Fails no build."""

import sys

from hrd_report.clock import utcnow
from hrd_report.reference import advice


def main() -> None:
    """Name each text that is due for another look, today."""
    today = utcnow().date()
    for code in sorted(advice.languages()):
        for threat in advice.THREATS:
            found = advice.full(threat, code)
            if found.due_for_review(today):
                sys.stdout.write(f"Look at advice/{code}/{threat}.md: from {found.reviewed}.\n")


if __name__ == "__main__":
    main()
