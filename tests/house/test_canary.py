"""A word typed into any form, and anything a browser says of itself, rests nowhere in clear.

A visitor of each kind follows every link and sends every form it finds, so a new form is walked
the day it appears; a route that takes words and was not walked fails a test.
"""

import base64
import datetime as dt
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import notices_walked
import pytest
import working_posts
from audit_trail import Trail
from canaries import Canaries, Recorder, at_rest, in_folder, in_rows
from databases import Databases
from every_route import SAFE, of_pages
from flask.testing import FlaskClient
from forms_on_pages import read
from house import House, build_house
from sqlalchemy import update
from visiting import Visitor
from werkzeug.test import TestResponse

from hrd_report.records.escalations import Escalation, EscalationState
from hrd_report.records.people import SessionKind

ENDS_A_SESSION = frozenset({"accounts.log_out", "intake.leave", "intake.close", "intake.erase"})
"""Not walked: they take no word."""

NEEDS_A_CONSENT = frozenset({"desk.agree_to_export", "desk.export_case", "desk.keep_import"})
"""Not walked: on a page only where a defender agreed, or a table was understood."""

WALKED_ELSEWHERE = {
    **working_posts.WORDLESS,
    "accounts.give_second_factor": "for half a session: tests/accounts/test_second_factor.py",
    "accounts.confirm": "nobody's password is guessed: tests/accounts/test_confirming.py",
    "accounts.let_in": "needs somebody who waits: tests/accounts/test_inviting.py",
    "accounts.see_sheet": "takes no word: the number of a sheet",
    "admin.change": "takes no word: a role and a team",
    "admin.share_intake": "takes no word: a button",
    "accounts.take_seat": "needs a link nobody used: tests/accounts/test_inviting.py",
    "api.send_report": "below: programs have no form",
    "bridges.take_message": "tests/intake/test_bridges.py",
    **dict.fromkeys(
        (f"tella.{one}" for one in ("finish", "log_in", "send_piece", "send_report", "send_rest")),
        "tests/intake/test_tella.py",
    ),
    **dict.fromkeys(("cases.read_case", "cases.send_letter"), "below: programs have no form"),
    **dict.fromkeys(("files.may_upload", "files.send_file"), "below: programs have no form"),
    **dict.fromkeys(("accounts.remove_code", "intake.begin_upload"), "takes no word"),
    "desk.count_more": "takes no word",
    **working_posts.NEED_MORE,
    **notices_walked.WALKED,
    "statistics.draw": "takes no word: the name of a bucket",
}

GIVE_AWAY = (
    *working_posts.GIVE_AWAY,
    "desk.change_state",
    "escalation.do",
    "desk.end_case",
    "desk.release",
    "desk.restrict",
    "desk.add_named",
    "desk.remove_named",
    "desk.remove_campaign",
    "desk.lift",
    "accounts.keep_new_password",
    "admin.decide_handover",
    "admin.change",
    "admin.remove",
)
"""What is sent when everything else was: after it a case is another's, or over."""


AUDITED_ELSEWHERE = {
    **working_posts.AUDITED_ELSEWHERE,
    **dict.fromkeys(NEEDS_A_CONSENT, "tests/desk/test_exchange.py, test_importing.py"),
    "desk.import_sheet": "no sheet was typed: tests/desk/test_shutdown_pages.py",
    "desk.erase": "needs the case's number once more: tests/desk/test_erasing_a_case.py",
    "admin.change": "ends everybody's work: tests/accounts/test_changing_and_leaving.py",
    "admin.make_team": "needs the words of a key: tests/accounts/test_teams.py",
    "admin.share_intake": "needs a second team: tests/accounts/test_teams.py",
    "accounts.let_in": "needs somebody who waits: tests/accounts/test_inviting.py",
    "accounts.end_token": "there is none: tests/accounts/test_tokens.py",
    "accounts.end_other_sessions": "there is no other: tests/accounts/test_own_sessions.py",
    "accounts.give_second_factor": "for half a session: tests/accounts/test_second_factor.py",
    "accounts.keep_code": "no app shows the code: tests/accounts/test_second_factor.py",
    "accounts.keep_passkey": "needs a device: tests/accounts/test_passkeys.py",
    "accounts.remove_code": "there is none: tests/accounts/test_second_factor.py",
    "accounts.remove_passkey": "there is none: tests/accounts/test_passkeys.py",
    "accounts.confirm": "nobody's password is guessed: tests/accounts/test_confirming.py",
    "accounts.log_in": "nobody's password was guessed: tests/accounts/test_audit_page.py",
    "accounts.log_out": "ends a session: tests/accounts/test_audit_page.py",
    "accounts.see_sheet": "for custodians: tests/accounts/test_custody.py",
    "desk.download_copy": "needs a picture: tests/desk/test_copies_of_pictures.py",
    "desk.move": "needs a second team: tests/desk/test_access_page.py",
    "desk.view_exhibit": "needs a picture: tests/desk/test_evidence_pages.py",
    **dict.fromkeys(
        ("desk.approve_export", "desk.ask_export", "desk.refuse_export", "desk.take_export"),
        "needs two people and a consent: tests/desk/test_evidence_leaves.py",
    ),
    "desk.judge_matches": "needs another case's number: tests/desk/test_related_cases.py",
    "desk.change_members": "needs a case's number: tests/desk/test_campaigns.py",
    **notices_walked.AUDITED,
    "statistics.draw": "needs a frozen bucket: tests/casefile/test_audit_of_figures.py",
}
"""Posts of staff that the walk does not get through with, and where their rows are looked for."""

NOT_AUDITED = {
    **working_posts.NOT_AUDITED,
    **dict.fromkeys(("desk.bring_file", "desk.try_import"), "a file is looked at, nothing is kept"),
    "desk.count_more": "the page it leads back to wrote down that somebody looks",
    "accounts.keep_waking": "where one is woken touches nobody else",
    "desk.keep_own_note": "what somebody notes for themselves is nobody else's business",
    "accounts.keep_language": "the language of one's own pages touches nobody else",
    "desk.keep_viewing": "how somebody bears what they see is nobody else's to know",
}
"""Posts of staff that leave no row in the audit, and why."""


@dataclass
class Walked:
    """A house after everybody went through it, and where their words might rest."""

    house: House
    folder: Path
    recorder: Recorder
    trail: Trail
    canaries: Canaries = field(default_factory=Canaries)
    visitors: dict[str, Visitor] = field(default_factory=dict)

    def residue(self) -> dict[str, object]:
        """Return every place where a word was found."""
        engine = self.house.services.database.engine
        places = {
            "rows": in_rows(engine, self.canaries),
            "database files": at_rest(engine, self.canaries),
            "folders": in_folder(self.folder, self.canaries),
            "log": self.canaries.found_in("\n".join(self.recorder.lines).encode()),
        }
        return {name: found for name, found in places.items() if found}

    def everything_sent(self) -> set[str]:
        return {endpoint for visitor in self.visitors.values() for endpoint in visitor.sent}

    def everything_taken(self) -> set[str]:
        return {endpoint for visitor in self.visitors.values() for endpoint in visitor.accepted}

    def posts_taken(self) -> frozenset[str]:
        """Return what was sent and taken: whoever comes next need not send it again."""
        posts = {one.endpoint for one in of_pages(self.house.app) if one.method not in SAFE}
        return frozenset(posts & self.everything_taken())

    def staff(self, name: str, *addresses: str, avoid: frozenset[str] = frozenset()) -> None:
        if name not in self.visitors:
            client = self.house.client()
            self.house.sign_in(client, name)
            self.visitors[name] = Visitor(
                self.house.app, client, self.canaries, lambda: self.house.sign_in(client, name)
            )
        visitor = self.visitors[name]
        visitor.avoid, visitor.last = ENDS_A_SESSION | NEEDS_A_CONSENT | avoid, GIVE_AWAY
        visitor.walk(*addresses)

    def defender(self, *addresses: str) -> None:
        if "defender" not in self.visitors:
            self.visitors["defender"] = Visitor(
                self.house.app, self.house.client(), self.canaries, lambda: None, ENDS_A_SESSION
            )
        self.visitors["defender"].walk(*addresses)

    def defender_again(self) -> None:
        """Come back with the receipt of each report, now that there are answers and consents."""
        visitor = self.visitors["defender"]
        receipts = [
            form.fields["receipt"].value
            for answer in list(visitor.answers)
            if answer.request.path.endswith("/report")
            for form in read(answer.get_data(as_text=True), answer.request.path).forms
            if "receipt" in form.fields
        ]
        for receipt in receipts:
            visitor.client.post("/en/return", data={"receipt": receipt})
            visitor.walk("/en/case")

    def program(self) -> None:
        """Send the API right words, wrong words, and words where none belong."""
        client, word = self.house.client(), self.canaries.word
        self.visitors["program"] = Visitor(self.house.app, client, self.canaries, lambda: None)
        link = f"https://example.org/{word('api link')}"
        right = {"story": word("api story"), "links": [link], "danger": "no"}
        headers = {"Idempotency-Key": word("api key")}
        wrong = {"story": [word("api wrong story")], word("api name"): 1}
        cookie = {"Cookie": f"a={word('cookie')}"}
        self.visitors["program"].answers += [
            client.post("/api/v1/reports", json=right, headers=headers),
            client.post("/api/v1/reports", json=right, headers=headers),
            client.post("/api/v1/reports", json=wrong),
            client.post("/api/v1/reports", data=word("api body"), mimetype="application/age"),
            client.post("/api/v1/reports", data=word("api text"), mimetype="text/plain"),
            *self._files(client),
            client.get(f"/en/{word('path')}?q={word('query')}"),
            client.get("/en/", headers=cookie),
        ]

    def _files(self, client: FlaskClient) -> list[TestResponse]:
        """Send a file that is completed, one that is not, and one that is refused."""
        word, body = self.canaries.word, {"story": self.canaries.word("story with files")}
        told = client.post("/api/v1/reports", json=body)
        receipt = {"receipt": told.json["receipt"]["digits"]}
        letter = receipt | {"message": word("api letter")}
        read = [client.post("/api/v1/case/letters", json=letter)]
        read += [client.post("/api/v1/case", json=one) for one in (receipt, {"receipt": word("x")})]
        asked = client.post("/api/v1/uploads", json=receipt)
        headers = {
            "Authorization": f"Bearer {asked.json['secret']}",
            "Content-Disposition": f"attachment; filename={word('upload name')}",
        }
        at = f"/api/v1/reports/{asked.json['report']}/files/"
        ranges = ({}, {"Content-Range": "bytes 0-99/900"}, {"Content-Range": "bytes 9-108/900"})
        content = word("upload content").ljust(100, "x")
        return [told, asked, *read] + [
            client.put(f"{at}{word('label')}", data=content, headers=headers | more)
            for more in ranges
        ]

    def too_late(self) -> None:
        """Send a form to a session that is over, and one of another site."""
        client, word = self.house.client(), self.canaries.word
        visitor = self.visitors["program"]
        typed = {"message": word("late message"), "text": word("late note")}
        elsewhere = {"Sec-Fetch-Site": "cross-site", "Origin": "https://example.org"}
        visitor.answers += [
            client.post("/en/case/message", data=typed, content_type="multipart/form-data"),
            client.post("/desk/cases/AAA-AAA/letters", data=typed),
            client.post("/en/report", data=typed, headers=elsewhere),
        ]


TO_DECIDE = dt.timedelta(days=3)


def send_everything(house: House) -> None:
    """Stand in for the jobs process: every draft has left, so its answers can be recorded."""
    sent = house.clock.now
    with house.services.database.writing() as session:
        left = {"state": EscalationState.SENT, "sent_at": sent, "decision_due": sent + TO_DECIDE}
        session.execute(update(Escalation).values(**left))


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory, databases: Databases) -> Iterator[Walked]:
    """Let a defender, a caseworker, a lead, an analyst and an administrator do everything."""
    folder, url = tmp_path_factory.mktemp("walked"), databases.fresh()
    temporary = folder / "temporary"
    temporary.mkdir()
    recorder = Recorder()
    with pytest.MonkeyPatch.context() as patch, recorder.listening():
        patch.setattr(tempfile, "tempdir", str(temporary))
        house = build_house(folder, url)
        trail = Trail(house.app, house.services.database)
        found = Walked(house, folder, recorder, trail)
        found.program()
        found.defender("/", "/en/", "/fr/", "/en/return", "/login")
        found.staff("heron", "/desk/", "/account/password", avoid=frozenset(GIVE_AWAY))
        send_everything(found.house)
        found.staff("heron", "/desk/escalations/", avoid=frozenset(GIVE_AWAY))
        found.defender_again()
        everywhere = ("/desk/mine", "/desk/", "/statistics/", "/admin/", "/account/password")
        found.staff("heron", *everywhere)
        done = found.posts_taken()
        for name in ("plover", "wren", "avocet"):
            found.staff(name, *everywhere, avoid=done)
        found.staff("avocet", "/admin/people/")  # by now somebody is invited
        found.too_late()
    yield found
    found.house.close()
    databases.drop(url)


def test_no_word_rests_anywhere_in_clear(walked: Walked):
    assert walked.residue() == {}


def test_no_word_comes_back_in_a_cookie_or_an_address(walked: Walked):
    for visitor in walked.visitors.values():
        for answer in visitor.answers:
            said = "".join(answer.headers.getlist("Set-Cookie")) + (answer.location or "")
            assert walked.canaries.found_in(said.encode()) == set()


def test_nothing_is_kept_in_the_temporary_folder(walked: Walked):
    assert not list((walked.folder / "temporary").iterdir())


def test_something_was_logged_and_looked_through(walked: Walked):
    assert len(walked.recorder.lines) > 100


def test_nobody_met_a_failure_of_ours(walked: Walked):
    for name, visitor in walked.visitors.items():
        failed = [answer.request.path for answer in visitor.answers if answer.status_code >= 500]
        assert not failed, name


def test_every_form_of_a_session_carries_its_token(walked: Walked):
    guarded = {
        route.endpoint
        for route in of_pages(walked.house.app)
        if route.guard and route.guard.kind and route.method not in SAFE
    }
    without = {one for visitor in walked.visitors.values() for one in visitor.without_token}
    assert not without & guarded


def test_every_route_that_takes_words_was_walked(walked: Walked):
    taking = {one.endpoint for one in of_pages(walked.house.app) if one.method not in SAFE}
    elsewhere = set(WALKED_ELSEWHERE) | ENDS_A_SESSION | NEEDS_A_CONSENT
    assert taking - elsewhere == walked.everything_sent() & taking


def test_what_was_typed_was_taken_at_least_once(walked: Walked):
    # Nobody's password was guessed, nobody's six words; no app showed a code and no device made a
    # passkey.
    secret = {
        "accounts.log_in",
        "accounts.keep_code",
        "accounts.keep_passkey",
        "accounts.keep_waking",  # no word is a mail address
        "admin.look_up",  # no person and no case is called by a word nobody knows
        "admin.make_team",
        "desk.judge_matches",  # nobody typed the number of another case
        "desk.change_members",
        "desk.try_import",  # no word is a table
        "desk.keep_hours",  # no word is a time of day
        # Nobody typed the number of a case once more.
        "desk.erase",
        "intake.carry",  # takes sealed files alone
        *notices_walked.NOT_TAKEN,
    }
    assert walked.everything_sent() - walked.everything_taken() == secret


def test_every_post_of_staff_leaves_a_row_in_the_audit(walked: Walked):
    posts = {
        route.endpoint
        for route in of_pages(walked.house.app)
        if route.method not in SAFE and route.guard and route.guard.kind is SessionKind.STAFF
    } | {"accounts.log_in"}
    assert posts - walked.trail.written == (set(AUDITED_ELSEWHERE) | set(NOT_AUDITED)) & posts


def test_a_post_of_staff_that_leaves_no_row_was_taken_without_one(walked: Walked):
    assert set(NOT_AUDITED) & walked.trail.written == set()


def test_a_word_left_anywhere_would_be_found(house: House, tmp_path: Path):
    canaries = Canaries()
    word = canaries.word("a slip")
    with house.services.database.writing() as session:
        session.get(type(house.team), house.team.id).name = word
    (tmp_path / "upload").write_bytes(word.upper().encode())
    engine = house.services.database.engine
    assert in_rows(engine, canaries) == {"team.name": {"a slip"}}
    assert "a slip" in set().union(*at_rest(engine, canaries).values())
    assert in_folder(tmp_path, canaries) == {"upload": {"a slip"}}
    for spelt in (word.encode("utf-16-le"), word.encode().hex().encode()):
        assert canaries.found_in(b"x" + spelt) == {"a slip"}


@pytest.mark.parametrize("before", ["", "a", "ab", "abc"])
def test_a_word_is_found_inside_base64(before: str):
    canaries = Canaries()
    word = canaries.word("a slip")
    assert canaries.found_in(base64.b64encode(f"{before}{word}zzz".encode())) == {"a slip"}
