"""A client written from the description of Tella's protocol, with a line that breaks."""

import io
import random

import pytest
from canaries import Canaries, at_rest, in_folder, in_rows
from house import House
from intake.door import cases, leftovers, opened

from hrd_report.accounts.actions import channelling
from hrd_report.records.channels import ChannelKind


class Tella:
    """What the app does: log in, look a project up, send a report, then its files in chunks."""

    def __init__(self, house: House, base: str = "/tella/", slug: str = "doxing") -> None:
        with house.services.database.writing() as session:
            account, secret = channelling.make(
                session, "tella-north", ChannelKind.TELLA,
                pepper=house.services.pepper, day=house.clock.now.date(),
            )  # fmt: skip
        self.account, self.password = account, secret.reveal()
        self.client, self.base = house.client(), base
        entry = {"username": "tella-north", "password": self.password}
        logged = self.client.post(f"{base}login/", json=entry)
        assert logged.status_code == 200
        assert logged.json["version"] >= "1.4.0"
        self.headers = {"Authorization": f"Bearer {logged.json['access_token']}"}
        found = self.client.get(base + slug, headers=self.headers).json
        assert (found["id"], found["slug"], bool(found["name"])) == (slug, slug, True)
        self.project = found["id"]

    def report(self, title: str, description: str) -> str:
        body = {"title": title, "description": description}
        at = f"{self.base}project/{self.project}"
        answer = self.client.post(at, json=body, headers=self.headers)
        assert (answer.json["title"], answer.json["description"]) == (title, description)
        return answer.json["id"]

    def held(self, report: str, name: str) -> int:
        at = f"{self.base}file/{report}/{name}"
        return int(self.client.head(at, headers=self.headers).headers["size"])

    def send_v2(self, report: str, name: str, content: bytes, chunk: int, lost: set[int]) -> None:
        """Send chunks; after a 206 go on at the last byte, as the app does. Lose some answers."""
        at, turn = self.held(report, name), 0
        while True:
            end = min(at + chunk, len(content)) - 1
            spelt = {"Content-Range": f"bytes {at}-{end}/{len(content)}",
                     "Content-Type": "image/jpeg"}  # fmt: skip
            answer = self.client.put(
                f"{self.base}file/v2/{report}/{name}",
                data=content[at : end + 1],
                headers=self.headers | spelt,
            )
            turn += 1
            if turn in lost:
                at = self.held(report, name)
                continue
            if answer.status_code == 200:
                return
            assert answer.status_code == 206
            at = int(answer.headers["Range"].rpartition("-")[2])

    def send_v1(self, report: str, name: str, content: bytes, breaks: tuple[int, ...]) -> None:
        """Put the rest with no range, each time until the line breaks; then post to finish."""
        at = f"{self.base}file/{report}/{name}"
        for end in (*breaks, None):
            rest = content[self.held(report, name) :]
            kept = rest if end is None else rest[:end]
            answer = self.client.put(
                at,
                headers=self.headers,
                environ_overrides={
                    "wsgi.input": io.BytesIO(kept), "CONTENT_LENGTH": str(len(rest))
                },
            )  # fmt: skip
            assert (answer.status_code == 200) is (end is None)
        assert self.client.post(at, headers=self.headers).status_code == 200


@pytest.mark.parametrize("base", ["/tella/", "/tella/p/"])
def test_a_report_with_three_files_arrives_whole_whatever_broke(house, base):
    app = Tella(house, base)
    contents = [random.randbytes(size) for size in (70_000, 30_001, 1)]
    report = app.report("My street", "They posted it.")
    app.send_v2(report, "a1.jpg", contents[0], 9_999, {2, 3, 5})
    app.send_v1(report, "b2.mp4", contents[1], (7_000, 1, 12_000))
    app.send_v2(report, "c3.txt", contents[2], 10, set())
    found = opened(house)
    assert found.reports[0].story.reveal() == "My street\n\nThey posted it."
    assert (found.reports[0].channel, found.reports[0].threats) == ("tella", ("doxing",))
    kept = {document.name.reveal(): content for document, content in found.files}
    assert kept == dict(zip(("a1.jpg", "b2.mp4", "c3.txt"), contents, strict=True))
    assert len(leftovers(house)) == 3
    assert app.held(report, "a1.jpg") == 70_000
    again = app.client.put(f"{base}file/{report}/b2.mp4", data=b"x", headers=app.headers)
    assert again.status_code == 409


def test_an_account_adds_and_reads_nothing_and_ends_at_once(house):
    app = Tella(house)
    report = app.report("t", "d")
    for path in ("/en/case", "/desk/", f"/tella/file/{report}/x", f"/tella/project/{report}"):
        assert app.client.get(path, headers=app.headers).status_code in {303, 404, 405}
    asked = app.client.head(f"/tella/file/{'0' * 32}/x", headers=app.headers)
    assert asked.status_code == 404
    with house.services.database.writing() as session:
        channelling.end(session, app.account.id, day=house.clock.now.date())
    for method, path in (
        ("HEAD", f"file/{report}/x"), ("PUT", f"file/{report}/x"), ("PUT", f"file/v2/{report}/x"),
        ("POST", f"file/{report}/x"), ("GET", "doxing"), ("POST", "project/doxing"),
    ):  # fmt: skip
        answer = app.client.open(f"/tella/{path}", method=method, headers=app.headers)
        assert answer.status_code == 401
    entry = {"username": "tella-north", "password": app.password}
    assert app.client.post("/tella/login", json=entry).status_code == 401
    assert app.client.post("/tella/login", json={"username": "tella-north"}).status_code == 401
    assert app.client.put(f"/tella/file/{report}/x", data=b"x").status_code == 401
    assert len(cases(house)) == 1


def test_no_word_of_an_app_and_no_secret_rests_in_clear(house, tmp_path):
    app, canaries = Tella(house), Canaries()
    report = app.report(canaries.word("title"), canaries.word("description"))
    content = canaries.word("content").encode() * 900
    app.send_v1(report, canaries.word("name"), content, (5000,))
    app.client.put(f"/tella/file/{report}/{canaries.word('part')}", data=content,
                   headers=app.headers)  # fmt: skip
    canaries.words |= {app.password: "password", app.headers["Authorization"][7:]: "token"}
    engine = house.services.database.engine
    assert in_rows(engine, canaries) == at_rest(engine, canaries) == {}
    assert in_folder(tmp_path, canaries) == {}
    everything = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert app.password.encode() not in everything
    assert app.headers["Authorization"][7:].encode() not in everything
