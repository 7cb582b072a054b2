import datetime as dt
from dataclasses import replace

import pytest
from house import app_of
from intake.door import (
    cases,
    fresh_receipt,
    items_of,
    leftovers,
    objects,
    opened,
    receipt_of,
    reopen,
    send,
    words_on,
)
from sqlalchemy.exc import OperationalError

from hrd_report.documents.reports import FileDocument
from hrd_report.records import cases as case_records
from hrd_report.records.cases import Due, Urgency
from hrd_report.records.keys import ItemKind

STORY = "They wrote my street under a photograph of my door."


def test_a_report_becomes_a_case_that_the_team_can_open_and_the_receipt_cannot(house):
    client = house.client()
    answer = send(
        client,
        receipt=fresh_receipt(client),
        danger="no",
        threat=["doxing", "harassment"],
        story=STORY,
        links="https://example.org/1\r\n\r\n  https://example.org/2",
        files=[("door.png", b"\x89PNG" + bytes(70_000))],
    )
    assert answer.status_code == 200
    read = opened(house)
    assert read.reports[0].story.reveal() == STORY
    assert read.reports[0].threats == ("doxing", "harassment")
    assert [link.reveal() for link in read.reports[0].links] == [
        "https://example.org/1",
        "https://example.org/2",
    ]
    [(document, content)] = read.files
    assert (document.name.reveal(), document.size) == ("door.png", 70_004)
    assert content == b"\x89PNG" + bytes(70_000)
    key = receipt_of(answer.text).key
    [copy] = [item for item in items_of(house) if item.kid == key.kid]
    proof = reopen(copy, key, FileDocument)  # of what was sent, without its name
    assert (proof.name.reveal(), proof.sha256) == ("", document.sha256)


@pytest.mark.parametrize(
    ("danger", "urgency", "hours"),
    [("yes", Urgency.CRITICAL, 2), ("unsure", Urgency.HIGH, 8), ("no", Urgency.NORMAL, 24)],
)
def test_the_first_answer_is_due_as_soon_as_the_danger_asks_rounded_to_the_hour(
    house, danger, urgency, hours
):
    send(house.client(), danger=danger, story=STORY)
    [case] = cases(house)
    assert (case.urgency, case.due) == (urgency, Due.FIRST_ANSWER)
    due = house.clock.now + dt.timedelta(hours=hours)
    assert case.due_at - due < dt.timedelta(hours=1)
    assert (case.due_at.minute, case.due_at.second) == (0, 0)


def test_the_receipt_page_shows_twelve_words_in_the_page_s_language_that_find_the_case(house):
    for language in ("fr", "en"):
        page = send(house.client(), language, story=STORY).text
        words = words_on(page)
        assert len(words) == 12
        assert tuple(words) == receipt_of(page).words(language)
        with house.services.database.reading() as session:
            lookup = receipt_of(page).lookup
            assert session.scalars(case_records.report(lookup)).one()


def test_the_receipt_page_gives_five_lines_for_each_threat_that_was_named(house):
    page = send(house.client(), danger="no", threat=["doxing", "surveillance"]).text
    steps = page.split("<ol class=steps>")[1:]
    assert [part.split("</ol>")[0].count("<li>") for part in steps] == [5, 5]


def test_someone_in_danger_sees_the_telephone_first_and_what_helps_right_now(house):
    page = send(house.client(), danger="yes", threat=["doxing"]).text
    assert page.index("tel:+33199001234") < page.index("id=receipt")
    assert page.count("<ol class=steps>") == 2


def test_the_same_form_sent_twice_is_one_report_with_the_same_words(house):
    client = house.client()
    form = {"receipt": fresh_receipt(client), "story": STORY, "threat": ["doxing"]}
    first = send(client, files=[("a.txt", b"one")], **form)
    kept = len(items_of(house))
    again = send(client, files=[("a.txt", b"one")], **form)
    assert words_on(again.text) == words_on(first.text)
    assert (len(cases(house)), len(items_of(house))) == (1, kept)
    assert len(leftovers(house)) == len(objects(house)) == 1


def test_the_form_sent_again_after_back_with_other_words_is_kept_as_an_addition(house):
    client = house.client()
    receipt = fresh_receipt(client)
    first = send(client, receipt=receipt, story=STORY, files=[("a.txt", b"one")])
    more = send(client, receipt=receipt, story=STORY + " And more.", files=[("b.txt", b"two")])
    assert words_on(more.text) == words_on(first.text)
    read = opened(house)
    assert len(cases(house)) == 1
    assert [one.story.reveal() for one in read.reports] == [STORY]
    assert [one.story.reveal() for one in read.additions] == [STORY + " And more."]
    assert {content for _, content in read.files} == {b"one", b"two"}
    assert len(items_of(house, ItemKind.NEWS)) == 1


def test_an_addition_sent_twice_is_kept_once(house):
    client = house.client()
    receipt = fresh_receipt(client)
    send(client, receipt=receipt, story=STORY)
    for _ in range(2):
        send(client, receipt=receipt, story="More", files=[("b.txt", b"two")])
    assert len(items_of(house, ItemKind.ADDITION)) == 1
    assert len(leftovers(house)) == 1


def test_a_broken_receipt_in_the_form_refuses_nothing(house):
    for broken in ("", "r1.tooshort", "zz", None):
        answer = send(house.client(), receipt=broken, story=STORY)
        assert answer.status_code == 200
        assert len(words_on(answer.text)) == 12
    assert len(cases(house)) == 4


def test_a_line_to_the_database_that_breaks_once_all_was_kept_loses_no_file(house):
    database, breaks = house.services.database, [True]

    def together(work):
        kept = database.together(work)
        if breaks:
            breaks.clear()
            raise OperationalError("COMMIT", None, ConnectionError())
        return kept

    services = replace(house.services, database=replace(database, together=together))
    client = app_of(services).test_client()
    form = {"receipt": fresh_receipt(client), "story": STORY}
    assert send(client, files=[("a.txt", b"one")], **form).status_code == 500
    assert send(client, files=[("a.txt", b"one")], **form).status_code == 200
    assert [content for _, content in opened(house).files] == [b"one"]


def test_files_before_their_fields_still_become_one_report(house):
    body = (
        b'--x\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n\r\none\r\n'
        b'--x\r\nContent-Disposition: form-data; name="story"\r\n\r\nwords\r\n--x--\r\n'
    )
    answer = house.client().post(
        "/en/report", data=body, content_type="multipart/form-data; boundary=x"
    )
    assert answer.status_code == 200
    assert opened(house).files[0][1] == b"one"


def test_a_form_sent_without_multipart_is_taken_too(house):
    answer = house.client().post("/fr/report", data={"story": STORY, "threat": "other"})
    assert answer.status_code == 200
    assert opened(house).reports[0].threats == ("other",)


def test_numbers_of_cases_are_labels_that_can_be_said_aloud(house):
    send(house.client(), story=STORY)
    number = cases(house)[0].number
    assert len(number) == 7
    assert number[3] == "-"
    assert not set(number) & set("01IOLU")
