"""Takes sheets of custodians from files or as they type them, and says what is wrong with one."""

import re
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from hrd_report.sealed import Plain
from hrd_report.vault import shares
from hrd_report.vault.keys import Key
from hrd_report.vault.shares import Share, ShareRefused

_SAYS: Final = {
    "wrong_word": "Sheet {share}, word {word} is wrong. It may be: {near}.",
    "not_a_share": "Sheet {share} is none of ours, or more than one of its words is wrong.",
    "same_share": "Sheet {share} was given before.",
    "other_ceremony": "Sheet {share} belongs to another ceremony than the others.",
    "too_few": "{have} of {need} sheets: too few.",
    "other_key": "These sheets are whole, and of a key that is not known here.",
}
_SEED: Final = re.compile(r"[0-9a-f]{64}")
_Command = TypeVar("_Command", bound=Callable[..., Any])


def files(command: _Command) -> _Command:
    """Add the option that names files with sheets."""
    kind = click.Path(path_type=Path, exists=True, dir_okay=False)
    return click.option(
        "--share-file",
        "paths",
        type=kind,
        multiple=True,
        help="File with a sheet; once for each. Without it, sheets are typed.",
    )(command)


def explain(problem: ShareRefused) -> str:
    """Return a refusal as a sentence."""
    if problem.code == "not_a_share" and problem.have:
        return f"Sheet {problem.share} has {problem.have} words and should have {problem.need}."
    near = " or ".join(problem.near) or "unknown"
    return _SAYS[problem.code].format(
        share=problem.share, word=problem.word, near=near, have=problem.have, need=problem.need
    )


def recovery_key(paths: Sequence[Path], kids: Collection[bytes]) -> Key:
    """Return the recovery key that sheets restore. Raises `ShareRefused`.

    One file may hold a whole seed instead: instances older than sheets printed one.
    """
    texts = [Plain(path.read_text(encoding="utf-8")) for path in paths] or _typed()
    if len(texts) == 1 and _SEED.fullmatch(texts[0].reveal().strip()):
        key = Key.from_seed(bytes.fromhex(texts[0].reveal().strip()))
        if key.kid not in kids:
            raise ShareRefused("other_key")
        return key
    return shares.recover(texts, kids)


def one_sheet(path: Path | None) -> Share:
    """Return the sheet in a file, or as it is typed. Raises `ShareRefused`."""
    text = path.read_text(encoding="utf-8") if path else _ask("The words of your sheet")
    return shares.read(Plain(text))


def _typed() -> list[Plain]:
    """Ask for sheets, one after the other, until there are enough; each is cleared away at once."""
    given: list[Share] = []
    while not given or len(given) < given[0].need:
        number = len(given) + 1
        try:
            given.append(shares.read(Plain(_ask(f"Sheet {number}: all words")), number))
        except ShareRefused as problem:
            click.echo(explain(problem))
    return [Plain(" ".join(one.words)) for one in given]


def _ask(what: str) -> str:
    said: str = click.prompt(what)
    click.clear()
    return said
