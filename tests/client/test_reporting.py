"""A client beside a real server: seals, sends, is killed in the middle, goes on, reads answers."""

import datetime as dt
import hashlib
import random
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner
from running import Served, start

from hrd_report.cli.main import command
from hrd_report.client import reporting, sealing, trust
from hrd_report.client.sealing import Words
from hrd_report.client.talking import Line, Refused, Unreachable
from hrd_report.errors import NotVouched, TooLarge
from hrd_report.sealed import Plain
from hrd_report.vault import owner, receipts
from hrd_report.vault.signatures import SigningKey

pytestmark = pytest.mark.slow

STORY = Words(story=Plain("They know where I sleep."), threats=("doxing",), language="fr")


@pytest.fixture
def line() -> Iterator[Line]:
    with Line(sleep=lambda _: None) as open_line:
        yield open_line


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("client")


@pytest.fixture(scope="module")
def running(folder: Path):
    held = [start(folder)]
    yield held
    held[0].kill()


@pytest.fixture
def served(running: list[Served]) -> Served:
    return running[0]


def known(served: Served, line: Line) -> trust.Server:
    found = reporting.published(line, served.url)
    return trust.check(found, found["owner"])


def test_a_key_is_used_only_if_the_owner_that_was_told_signed_it(line: Line, served: Served):
    found = reporting.published(line, served.url)
    words = owner.fingerprint_words(owner.read_public(found["owner"]), "fr")
    assert trust.check(found, " ".join(words).upper()).epoch == found["epoch"]
    other = owner.spell_public(SigningKey.new().public_raw)
    late = lambda: dt.datetime(2999, 1, 1, tzinfo=dt.UTC)  # noqa: E731 - a clock
    for refused, reason in (
        (lambda: trust.check(found, other), "other_owner"),
        (lambda: trust.check(found | {"owner": other}, other), "altered"),
        (lambda: trust.check(found, found["owner"], not_before=99), "older"),
        (lambda: trust.check(found, found["owner"], clock=late), "over"),
        (lambda: trust.check({}, found["owner"]), "unsigned"),
    ):
        with pytest.raises(NotVouched) as caught:
            refused()
        assert caught.value.reason == reason


def test_a_report_sealed_here_is_sent_twice_kept_once_and_answered_by_the_receipt(
    line: Line, served: Served, tmp_path: Path
):
    small = tmp_path / "street.txt"
    small.write_bytes(b"evidence")
    carried = sealing.seal(STORY, known(served, line), [small, small])
    for _ in range(2):
        reporting.send(line, known(served, line), carried)
    reporting.write_letter(line, known(served, line), carried.receipt, Plain("One thing more."))
    read = reporting.read_case(line, known(served, line), carried.receipt)
    assert (read["state"], [one["text"] for one in read["letters"]]) == (
        "received",
        ["One thing more."],
    )
    with pytest.raises(Refused) as caught:
        reporting.read_case(line, known(served, line), receipts.new())
    assert caught.value.code == "wrong_receipt"


def test_too_much_for_one_seal_is_said_before_anything_is_read(
    line: Line, served: Served, tmp_path: Path
):
    large = tmp_path / "film.mp4"
    with large.open("wb") as file:
        file.truncate(sealing.IN_MEMORY + 1)
    with pytest.raises(TooLarge):
        sealing.seal(STORY, known(served, line), [large])


def test_a_file_goes_on_after_everything_was_killed_in_the_middle(
    line: Line, running: list[Served], folder: Path, tmp_path: Path
):
    film = tmp_path / "film.mp4"
    film.write_bytes(random.randbytes(24 * 1024 * 1024))
    served, carried = running[0], sealing.seal(STORY, known(running[0], line))
    reporting.send(line, known(served, line), carried)
    seen: list[int] = []

    def watch(_: str, done: int, total: int) -> None:
        seen.append(done)
        if done > total // 3 and len(seen) < 99:
            seen.extend([0] * 99)
            threading.Thread(target=served.kill).start()

    with pytest.raises(Unreachable):
        reporting.send_files(line, known(served, line), carried.receipt, [film], progress=watch)
    before, some = max(seen), film.read_bytes()[1000:1064]
    left = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    assert not any(some in content or b"film.mp4" in content for content in left)
    running[0] = start(folder, int(served.url.rpartition(":")[2]))
    seen.clear()
    digests = reporting.send_files(
        line,
        known(running[0], line),
        carried.receipt,
        [film],
        progress=lambda _, done, __: seen.append(done),
    )
    assert seen[0] >= before > 0  # what was acknowledged need not be sent again
    digest = hashlib.sha256(film.read_bytes()).hexdigest()
    assert digests == {"film.mp4": digest}
    read = reporting.read_case(line, known(running[0], line), carried.receipt)
    assert [one["sha256"] for one in read["files"]] == [digest]


def test_the_command_reports_prints_a_receipt_and_reads_the_case(
    line: Line, served: Served, tmp_path: Path
):
    run, at = CliRunner(), ["--server", served.url, "--owner"]
    published = reporting.published(line, served.url)["owner"]
    sent = run.invoke(command, ["report", *at, published, "--language", "fr"], input="Des mots.")
    assert sent.exit_code == 0, sent.output
    read = run.invoke(command, ["answers", *at, published], input=sent.stdout)
    assert '"state": "received"' in read.stdout
    refused = run.invoke(command, ["answers", *at, "one two three four five six"], input="x")
    assert refused.exit_code == 1
    out = tmp_path / "x.sealed"
    run.invoke(command, ["report", *at, published, "--out", str(out)], input="Words.")
    body = {
        "content": out.read_bytes(),
        "headers": {"Content-Type": "application/vnd.hrd-report.envelope"},
    }
    assert httpx.post(f"{served.url}/api/v1/reports", **body).status_code == 201
