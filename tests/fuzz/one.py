"""Fuzzes one parser with atheris, guided by which lines of the program an input reaches."""

import sys

import atheris

with atheris.instrument_imports(include=["hrd_report.vault", "hrd_report.casefile.audit"]):
    from tests.fuzz.parsers import PARSERS


def main() -> None:
    """Run the parser named first; whatever follows is libFuzzer's."""
    name = sys.argv.pop(1)
    run = PARSERS[name].run
    atheris.Setup(sys.argv, run)
    atheris.Fuzz()


main()
