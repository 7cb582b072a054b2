"""`report` and `answers`: for whoever reports from a terminal. Need no instance and no settings."""

import json
import sys
from pathlib import Path
from typing import Any

import click

from hrd_report.client import reporting, sealing, trust
from hrd_report.client.sealing import IN_MEMORY, Carried, Words
from hrd_report.client.talking import Line
from hrd_report.client.trust import Server
from hrd_report.sealed import Plain
from hrd_report.vault import receipts
from hrd_report.vault.receipts import Receipt

_READABLE = click.Path(path_type=Path, exists=True, dir_okay=False)
_WRITABLE = click.Path(path_type=Path, dir_okay=False)

_server = click.option("--server", required=True, help="The server's address: https://… or .onion.")
_owner = click.option(
    "--owner",
    required=True,
    help="The owner's public key, or its six words, told by somebody you trust.",
)


@click.command()
@click.argument("story", type=click.File("r", encoding="utf-8"), default="-")
@_server
@_owner
@click.option("--known", type=_READABLE, help="What the server publishes, saved earlier.")
@click.option("--file", "files", type=_READABLE, multiple=True, help="A file; once for each.")
@click.option("--threat", "threats", multiple=True, help="Such as doxing; once for each.")
@click.option("--danger", type=click.Choice(["unsure", "no", "yes"]), default="unsure")
@click.option("--language", default="en", help="Language of the words and of the answers.")
@click.option("--keep-metadata", is_flag=True, help="Photos keep place, time and device seen.")
@click.option("--out", type=_WRITABLE, help="Write a sealed file to be carried; send nothing.")
def report(**given: Any) -> None:  # noqa: ANN401 - click's own way
    """Report what STORY says (a file, or - for what is typed), sealed on this machine."""
    words = Words(
        story=Plain(given["story"].read().strip()),
        threats=given["threats"],
        danger=given["danger"],
        language=given["language"],
    )
    files = list(given["files"])
    with Line() as line:
        server = _known(line, given)
        inside = _fitting(files, everything=given["out"] is not None)
        carried = sealing.seal(words, server, inside)
        if given["out"] is not None:
            given["out"].write_bytes(carried.content)
        else:
            reporting.send(line, server, carried)
            later = [one for one in files if one not in inside]
            _send_later(line, server, carried, later, keep_metadata=given["keep_metadata"])
    _tell(carried.receipt, given["language"])


@click.command()
@_server
@_owner
def answers(server: str, owner: str) -> None:
    """Read where your case stands. The receipt is asked for, or read from standard input."""
    typed = Plain(
        click.prompt("Receipt", hide_input=True) if sys.stdin.isatty() else sys.stdin.read()
    )
    receipt = receipts.parse(typed)[0]
    with Line() as line:
        checked = _known(line, {"server": server, "owner": owner})
        found = reporting.read_case(line, checked, receipt)
    click.echo(json.dumps(found, ensure_ascii=False, indent=2))


def _known(line: Line, given: dict[str, Any]) -> Server:
    """Return what is known of the server, checked. Raises `NotVouched`."""
    if given.get("known") is not None:
        published = json.loads(given["known"].read_text(encoding="utf-8"))
    else:
        published = reporting.published(line, given["server"])
    return trust.check(published, given["owner"])


def _fitting(files: list[Path], *, everything: bool) -> list[Path]:
    """Return the files that travel inside the seal: as many as fit, in their order."""
    inside, size = [], 0
    for path in files:
        size += path.stat().st_size
        if size <= IN_MEMORY or everything:
            inside.append(path)
    return inside


def _send_later(
    line: Line, server: Server, carried: Carried, later: list[Path], *, keep_metadata: bool
) -> None:
    if not later:
        return
    click.echo("Larger files follow in pieces; the server seals them as they arrive.", err=True)
    digests = reporting.send_files(
        line,
        server,
        carried.receipt,
        later,
        progress=lambda name, done, total: click.echo(f"{name}: {done} of {total} bytes", err=True),
        keep_metadata=keep_metadata,
    )
    for name, digest in digests.items():
        click.echo(f"{digest}  {name}")


def _tell(receipt: Receipt, language: str) -> None:
    click.echo("\nYour receipt. It opens our answers and cannot be shown again:", err=True)
    known = receipts.has_words(language)
    click.echo(" ".join(receipt.words(language)) if known else receipt.digits())
