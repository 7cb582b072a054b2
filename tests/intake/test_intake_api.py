import datetime as dt
import io
import json

import pytest
from intake.door import cases, items_of, leftovers, opened
from sqlalchemy import select

from hrd_report.records.cases import Answered
from hrd_report.records.keys import ItemKind
from hrd_report.sealed import Plain
from hrd_report.vault import age, receipts, recipients
from hrd_report.vault.keys import Key

KEY = "0123456789abcdef"
PROBLEM = "application/problem+json"


def post(client, body: object, **headers: str):
    return client.post("/api/v1/reports", json=body, headers=headers)


def intake_key(client):
    published = client.get("/.well-known/hrd-report.json").json
    return recipients.decode(published["recipients"][0]["recipient"])


def post_sealed(client, body: bytes, **headers: str):
    return client.post(
        "/api/v1/reports", data=body, content_type="application/age", headers=headers
    )


def problem(answer, status: int, code: str) -> dict[str, object]:
    assert answer.status_code == status
    assert answer.mimetype == PROBLEM
    assert answer.json["code"] == code
    assert answer.json["status"] == status
    assert answer.json["detail"]
    return answer.json


def test_a_json_report_is_kept_and_answered_with_a_receipt_that_opens_its_case(house):
    client = house.client()
    answer = post(
        client,
        {"threats": ["doxing"], "story": "words", "danger": "yes", "links": ["https://a"],
         "language": "en"},
    )  # fmt: skip
    assert answer.status_code == 201
    body = answer.json
    assert body["received"] == "2026-11-21"
    assert body["case_url"] == answer.headers["Location"] == "http://127.0.0.1:8000/en/return"
    words, digits = " ".join(body["receipt"]["words"]), body["receipt"]["digits"]
    assert receipts.parse(Plain(words)) == receipts.parse(Plain(digits))
    assert client.post("/en/return", data={"receipt": words}).location == "/en/case"
    [report] = opened(house).reports
    assert (report.story.reveal(), report.channel, report.language) == ("words", "api", "en")


def test_a_program_may_say_the_country_and_it_is_sealed_with_the_report(house):
    assert post(house.client(), {"story": "words", "country": "BY"}).status_code == 201
    [report] = opened(house).reports
    assert report.country == "BY"
    found = problem(post(house.client(), {"story": "x", "country": "unknown"}), 422, "invalid")
    assert found["errors"] == [{"pointer": "/country", "code": "unknown_country"}]


def test_the_words_are_in_the_language_said_or_else_asked_for(house):
    fr = post(house.client(), {"story": "x"}, **{"Accept-Language": "fr"}).json["receipt"]
    en = post(house.client(), {"story": "x", "language": "en"}).json["receipt"]
    for language, receipt in (("fr", fr), ("en", en)):
        [read] = receipts.parse(Plain(receipt["digits"]))
        assert tuple(receipt["words"]) == read.words(language)


def test_a_receipt_of_one_s_own_makes_one_report_of_many_posts(house):
    own = receipts.new()
    for spelling in (own.digits(), own.form_value(), " ".join(own.words("fr"))):
        answer = post(house.client(), {"story": "words", "receipt": spelling})
        assert answer.json["receipt"]["digits"] == own.digits()
    more = post(house.client(), {"story": "more", "receipt": own.digits()})
    assert more.status_code == 201
    assert len(cases(house)) == 1
    assert len(items_of(house, ItemKind.REPORT)) == 1
    assert len(items_of(house, ItemKind.ADDITION)) == 1


def test_the_same_key_and_body_get_the_same_answer_and_make_one_report(house):
    headers = {"Idempotency-Key": KEY}
    first = post(house.client(), {"story": "words"}, **headers)
    again = post(house.client(), {"story": "words"}, **headers)
    assert again.status_code == 201
    assert again.json == first.json
    assert len(cases(house)) == 1


def test_the_same_key_with_another_body_is_refused_in_words(house):
    headers = {"Idempotency-Key": KEY, "Accept-Language": "fr"}
    post(house.client(), {"story": "words"}, **headers)
    found = problem(post(house.client(), {"story": "x"}, **headers), 422, "idempotency_mismatch")
    assert found["detail"] == "Cette clé a servi à autre chose. Prenez-en une nouvelle."
    assert len(cases(house)) == 1


def test_an_answer_is_kept_for_a_day_and_no_row_of_it_opens_without_the_key(house):
    headers = {"Idempotency-Key": KEY}
    first = post(house.client(), {"story": "words"}, **headers)
    with house.services.database.reading() as session:
        [row] = session.scalars(select(Answered))
    assert KEY.encode() not in row.id + row.digest + row.blob.blob
    assert first.json["receipt"]["words"][0].encode() not in row.blob.blob
    house.clock.advance(dt.timedelta(hours=24))
    later = post(house.client(), {"story": "other"}, **headers)
    assert later.json["receipt"] != first.json["receipt"]
    with house.services.database.reading() as session:
        assert len(session.scalars(select(Answered)).all()) == 1


@pytest.mark.parametrize("key", ["short", "x" * 201, "has a space in the middle"])
def test_a_key_that_is_none_is_refused(house, key):
    found = problem(
        post(house.client(), {"story": "x"}, **{"Idempotency-Key": key}), 422, "invalid"
    )
    assert found["errors"] == [{"pointer": "/Idempotency-Key", "code": "bad_key"}]


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({}, "/story", "missing"),
        ({"danger": "yes"}, "/story", "missing"),
        ({"threats": ["storm"]}, "/threats/0", "unknown_threat"),
        ({"story": 1}, "/story", "not_text"),
        ({"story": "x", "weather": 1}, "/weather", "unknown_field"),
        ({"story": "x", "receipt": "abandon"}, "/receipt", "wrong_receipt"),
        ([], "/_schema", "not_object"),
    ],
)
def test_what_does_not_fit_is_named_with_a_pointer_and_a_code(house, body, pointer, code):
    found = problem(post(house.client(), body), 422, "invalid")
    assert {"pointer": pointer, "code": code} in found["errors"]
    assert cases(house) == []


@pytest.mark.parametrize("body", [b"{", b"\xff\xfe{", b"[" * 100_000, b"", b'{"story": NaN'])
def test_what_is_no_json_is_a_bad_request(house, body):
    answer = house.client().post("/api/v1/reports", data=body, content_type="application/json")
    problem(answer, 400, "bad_request")


def test_half_a_surrogate_pair_loses_no_report(house):
    answer = house.client().post(
        "/api/v1/reports", data=b'{"story": "a\\ud800b"}', content_type="application/json"
    )
    assert answer.status_code == 201
    assert opened(house).reports[0].story.reveal().startswith("a")


def test_words_over_the_limit_are_refused(house):
    small = house.with_settings(text_limit=1000)
    problem(post(small.client(), {"story": "x" * 1000}), 413, "too_large")


def test_another_kind_of_body_is_refused(house):
    answer = house.client().post("/api/v1/reports", data="x", content_type="text/plain")
    problem(answer, 415, "bad_request")


@pytest.mark.parametrize("size", [100, 300_000])
def test_a_sealed_report_is_sealed_once_more_here_or_in_the_store(house, size):
    client = house.client()
    sealed = age.seal(json.dumps({"story": "x" * size}).encode(), intake_key(client)).blob
    answer = post_sealed(client, sealed, **{"Accept-Language": "en"})
    assert answer.status_code == 201
    words = " ".join(answer.json["receipt"]["words"])
    assert client.post("/en/return", data={"receipt": words}).location == "/en/case"
    [item] = items_of(house, ItemKind.REPORT)
    kept = item.blob.blob if item.blob else house.services.store.read(item.object, 0, 1 << 30)
    # What a reader finds in it: tests/intake/test_sealed_on_arrival.py.
    assert item.kid == cases(house)[0].kid != intake_key(client).kid
    assert item.size == len(kept) > len(sealed)
    assert sealed[-100:] not in kept
    assert (item.blob is None) is (size > 65536)


def test_a_sealed_report_sent_twice_under_one_key_is_one_report(house):
    client = house.client()
    sealed = age.seal(b"x" * 100_000, intake_key(client)).blob
    headers = {"Idempotency-Key": KEY}
    first, again = post_sealed(client, sealed, **headers), post_sealed(client, sealed, **headers)
    assert first.json == again.json
    assert len(cases(house)) == len(leftovers(house)) == 1
    problem(post_sealed(client, sealed[:-1], **headers), 422, "idempotency_mismatch")
    assert len(leftovers(house)) == 1


def test_what_no_key_is_needed_to_refuse_is_refused_at_once(house):
    client = house.client()
    sealed = age.seal(b"x" * 200, intake_key(client)).blob
    broken = [
        b"",
        b"no age file",
        sealed[:50],
        sealed[: age.START],
        sealed[: age.START + 10],
        sealed.replace(b"mlkem768x25519", b"X25519        ", 1),
        b"-----BEGIN AGE ENCRYPTED FILE-----\n" + sealed,
    ]
    for body in broken:
        code = "damaged" if body.startswith(b"age-encryption.org/v1\n") else "not_sealed"
        problem(post_sealed(client, body), 422, code)
    assert cases(house) == []
    assert leftovers(house) == []


def test_an_age_file_for_another_key_is_taken_for_only_the_desk_can_tell(house):
    sealed = age.seal(b"{}", Key.new().public).blob
    assert post_sealed(house.client(), sealed).status_code == 201


def test_a_large_sealed_body_that_ends_early_or_passes_the_limit_leaves_nothing(house):
    client = house.client()
    sealed = age.seal(bytes(300_000), intake_key(client)).blob
    cut = client.post(
        "/api/v1/reports",
        content_type="application/age",
        environ_overrides={
            "wsgi.input": io.BytesIO(sealed[:200_000]),
            "CONTENT_LENGTH": str(len(sealed)),
        },
    )
    assert cut.status_code in {400, 422}
    small = house.with_settings(file_limit=100_000)
    problem(post_sealed(small.client(), sealed), 413, "too_large")
    endless = small.client().post(
        "/api/v1/reports",
        content_type="application/age",
        environ_overrides={"wsgi.input": io.BytesIO(sealed), "wsgi.input_terminated": True},
    )
    problem(endless, 413, "too_large")
    assert cases(house) == []
    assert leftovers(house) == []


def test_the_description_names_both_bodies_every_refusal_and_the_key(house):
    described = house.client().get("/api/v1/openapi.json").json
    assert described["openapi"] == "3.1.0"
    path = described["paths"]["/api/v1/reports"]
    operation = path["post"]
    assert set(operation["requestBody"]["content"]) == {
        "application/json",
        "application/age",
        "application/vnd.hrd-report.envelope",
    }
    assert {"201", "400", "413", "415", "422", "503"} <= set(operation["responses"])
    assert path["parameters"][0]["name"] == "Idempotency-Key"
    for status in ("400", "413", "415", "422", "503"):
        assert PROBLEM in operation["responses"][status]["content"]
