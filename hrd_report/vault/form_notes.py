"""Signs an offline form: which bytes are the ones that this server gave out. Signs nothing else.

The signer is the roster's endorser, for whom the owner vouches; docs/formats.md, section 19.
"""

from typing import Final

from hrd_report.errors import Damaged
from hrd_report.vault import notes
from hrd_report.vault.digests import sha256
from hrd_report.vault.signatures import SigningKey

_FIRST: Final = "hrd-report/offline-form"


def name(public_raw: bytes) -> str:
    """Return the name that an endorser signs under: it follows from the key and names nobody."""
    return "hrd-report/endorser/" + sha256(b"hrd1/endorser/name", public_raw)[:8].hex()


def spell(language: str, epoch: int, content: bytes) -> str:
    """Return the text that is signed of a form in one language, made under one roster."""
    return f"{_FIRST}\nlanguage {language}\nepoch {epoch}\nsha256 {sha256(content).hex()}\n"


def sign(text: str, endorser: SigningKey) -> str:
    """Return the signed note."""
    return notes.sign(text, name(endorser.public_raw), endorser)


def check(note: str, text: str, endorser_public: bytes) -> None:
    """Raise Damaged unless this endorser signed this very text."""
    if notes.read(note, name(endorser_public), endorser_public) != text:
        raise Damaged("signed for another form")
