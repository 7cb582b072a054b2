import re

from hrd_report.vault import owner, recipients, roster

RECEIPT = re.compile(r"name=receipt value=([^ >]+)")
FRESH = re.compile(r"name=(receipt|form) value=[^ >]+")


def test_the_root_leads_to_the_first_language_of_the_browser_that_is_offered(house):
    client = house.client()
    answer = client.get("/", headers={"Accept-Language": "de, en;q=0.8"})
    assert (answer.status_code, answer.location) == (303, "/en/")
    assert client.get("/", headers={"Accept-Language": "ar"}).location == "/fr/"
    assert "Set-Cookie" not in answer.headers


def test_the_start_page_is_one_small_answer_without_script_cookie_or_further_request(house):
    for language in ("fr", "en"):
        answer = house.client().get(f"/{language}/")
        assert answer.status_code == 200
        assert len(answer.data) <= 8000
        assert "Set-Cookie" not in answer.headers
        assert not re.search(r"<script|<img|<link|@import|url\(|style=", answer.text)
        assert "no-store" in answer.headers["Cache-Control"]
        assert answer.text.startswith("<!doctype html>")
        assert f'<html lang="{language}">' in answer.text


def test_every_start_page_holds_another_receipt(house):
    client = house.client()
    found = {RECEIPT.search(client.get("/fr/").text)[1] for _ in range(3)}
    assert len(found) == 3


def test_the_start_page_tells_the_limit_of_a_file_and_the_number_to_call(house):
    page = house.client().get("/en/").text
    assert "Up to 2 GB each." in page
    assert "+33 1 99 00 12 34" in page


def test_a_language_that_is_not_offered_is_not_found_in_a_language_of_the_reader(house):
    for address in ("/xx/", "/xx/return", "/xx/leave"):
        answer = house.client().get(address, headers={"Accept-Language": "fr"})
        assert answer.status_code == 404
        assert '<html lang="fr">' in answer.text


def test_programs_find_the_intake_key_its_fingerprint_and_the_limits(house):
    published = house.client().get("/.well-known/hrd-report.json").json
    key = recipients.decode(published["recipients"][0]["recipient"])
    words = published["recipients"][0]["fingerprint"]["fr"]
    assert words == " ".join(recipients.fingerprint_words(key, "fr"))
    assert published["valid_until"] == "2027-11-21"
    assert published["epoch"] == 1
    public = owner.read_public(published["owner"])
    assert roster.read(published["roster"], public).intake == (key,)
    assert published["owner_fingerprint"]["en"] == " ".join(owner.fingerprint_words(public, "en"))
    assert published["self_signed"] is True
    assert published["languages"] == ["fr", "en"]
    assert published["promise_hours"] == 24
    assert published["limits"]["file_bytes"] == 2_000_000_000
    assert published["api"] == "http://127.0.0.1:8000/api/v1"


def test_leaving_leads_to_a_neutral_site_and_lets_the_browser_forget(house):
    answer = house.client().get("/fr/leave")
    assert (answer.status_code, answer.location) == (303, "https://www.wikipedia.org/")
    assert '"cookies"' in answer.headers["Clear-Site-Data"]
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_a_post_that_another_site_made_the_browser_send_is_refused(house):
    answer = house.client().post(
        "/fr/report", data={"story": "x"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 403


def test_the_start_page_is_the_same_for_everybody_but_for_its_receipt_and_hour(house):
    first, staff = house.client(), house.client()
    house.sign_in(staff, "heron")
    pages = [client.get("/en/") for client in (staff, first, staff)]
    assert {FRESH.sub("", page.text) for page in pages} == {FRESH.sub("", pages[0].text)}
    headers = [dict(page.headers) for page in pages]
    assert headers == [headers[0]] * 3
    assert "sha256-" in headers[0]["Content-Security-Policy"]
