"""A receipt as text, picture and disguised list: right, nameless, in no address."""

import io

import pytest
from intake.door import come_back, receipt_of, send, words_on
from PIL import Image

from hrd_report.intake import receipt_picture
from hrd_report.sealed import Plain
from hrd_report.vault import receipts


def ask(client, page: str, form: str, language: str = "en"):
    value = receipt_of(page).form_value()
    return client.post(f"/{language}/receipt", data={"receipt": value, "form": form})


@pytest.fixture
def page(house) -> str:
    return send(house.client(), "fr", threat="doxing").text


@pytest.mark.parametrize(
    ("form", "kind", "name"),
    [
        ("text", "text/plain; charset=utf-8", "notes.txt"),
        ("picture", "image/png", "notes.png"),
        ("list", "text/plain; charset=utf-8", "list.txt"),
    ],
)
def test_each_form_is_a_file_with_a_name_that_says_nothing_and_is_not_stored(
    house, page, form, kind, name
):
    answer = ask(house.client(), page, form, "fr")
    assert answer.headers["Content-Type"] == kind
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert "no-store" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers
    for word in (b"HRD", b"Aub", b"receipt", b"http"):
        assert word not in answer.data


@pytest.mark.parametrize("form", ["text", "list"])
def test_what_was_kept_opens_the_case_when_it_is_pasted_whole(house, page, form):
    kept = ask(house.client(), page, form, "fr").text
    assert receipts.parse(Plain(kept)) == [receipt_of(page)]
    answer = house.client().post("/en/return", data={"receipt": kept})
    assert answer.status_code == 303
    assert come_back(house.client(), page)


def test_the_picture_is_black_on_white_with_something_in_each_of_its_twelve_places(page):
    drawn = receipt_picture.draw(words_on(page))
    picture = Image.open(io.BytesIO(drawn))
    assert picture.getpixel((2, 2)) == 255
    assert picture.info == {}
    for column in (0, 1):
        for row in range(6):
            left = column * picture.width // 2
            top = 40 + row * 84
            place = picture.crop((left + 100, top, left + picture.width // 2 - 10, top + 60))
            assert place.getextrema()[0] == 0


def test_a_mirrored_picture_begins_at_the_right_and_digits_are_drawn_too():
    plain = Image.open(io.BytesIO(receipt_picture.draw(["un", "deux"])))
    other = Image.open(io.BytesIO(receipt_picture.draw(["un", "deux"], mirrored=True)))
    assert plain.size == other.size
    assert plain.tobytes() != other.tobytes()
    assert Image.open(io.BytesIO(receipt_picture.draw(["123"] * 14))).height > 7 * 60


@pytest.mark.parametrize(
    ("receipt", "form"), [("r1.x", "text"), ("", "picture"), ("good", "cake"), ("good", "")]
)
def test_what_is_no_receipt_or_no_form_is_not_there(house, page, receipt, form):
    value = receipt_of(page).form_value() if receipt == "good" else receipt
    answer = house.client().post("/en/receipt", data={"receipt": value, "form": form})
    assert answer.status_code == 404
