"""Hands a receipt over as text, picture or disguised list. Looks nothing up and keeps nothing."""

from typing import Final

from flask import Response, make_response, request
from werkzeug.exceptions import NotFound

from hrd_report.errors import WrongReceipt
from hrd_report.i18n import languages
from hrd_report.intake import receipt_forms, receipt_picture
from hrd_report.reference.pretexts import pretext
from hrd_report.sealed import Plain
from hrd_report.vault import receipts
from hrd_report.vault.receipts import Receipt
from hrd_report.web import guard

TEXT: Final = "text"
PICTURE: Final = "picture"
LIST: Final = "list"
_KINDS: Final = {
    TEXT: ("text/plain; charset=utf-8", "notes.txt"),
    PICTURE: ("image/png", "notes.png"),
    LIST: ("text/plain; charset=utf-8", "list.txt"),
}
"""Media type, and a name that says nothing."""


@guard.public
def give_receipt_form(lang: str) -> Response:
    """Answer with the form that was asked for. The receipt came in a field, never in an address."""
    form = request.form.get("form", "")
    if form not in _KINDS:
        raise NotFound
    try:
        receipt = receipts.parse(Plain(request.form.get("receipt", "")))[0]
    except WrongReceipt:
        raise NotFound from None
    answer = make_response(_made(form, receipt, lang))
    kind, name = _KINDS[form]
    answer.headers["Content-Type"] = kind
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def written(receipt: Receipt, code: str) -> list[str]:
    """Return a receipt as a language writes it: twelve words, or fourteen groups of digits."""
    if languages.language(code).receipt == "words":
        return list(receipt.words(code))
    return receipt.digits().split()


def _made(form: str, receipt: Receipt, code: str) -> bytes:
    parts, language = written(receipt, code), languages.language(code)
    if form == PICTURE:
        mirrored = language.direction == "rtl" and language.receipt == "words"
        return receipt_picture.draw(parts, mirrored=mirrored)
    if form == TEXT:
        return receipt_forms.as_text(parts).encode()
    if language.receipt == "words":
        return receipt_forms.as_books(receipt, parts, pretext(code)).encode()
    return receipt_forms.as_shopping(receipt, parts, pretext(code)).encode()
