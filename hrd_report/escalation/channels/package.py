"""A package for a partner: the words, sealed to the partner's age key. Sends and keeps nothing."""

import io
import json
import zipfile
from collections.abc import Mapping
from typing import Final

from hrd_report.documents.escalations import DeliveryDocument, NoticeDocument
from hrd_report.escalation import wording
from hrd_report.i18n.marks import N_
from hrd_report.sealed import Sealed
from hrd_report.vault import age, digests, recipients

MARK: Final = N_("Copy %(code)s, made for %(partner)s alone.")
_LETTERS: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_WHEN: Final = (1980, 1, 1, 0, 0, 0)


def new_code() -> str:
    """Return the mark of one copy: 58 random bits that people can read aloud."""
    drawn = int.from_bytes(digests.random_bytes(16), "big")
    found = "".join(_LETTERS[drawn // 30**at % 30] for at in range(12))
    return "-".join((found[:4], found[4:8], found[8:]))


def seal(
    notice: NoticeDocument,
    sent: DeliveryDocument,
    marked: str,
    code: str,
    evidence: Mapping[str, bytes],
) -> Sealed:
    """Seal a package that carries the mark, and evidence as it is. Raise Damaged for no key."""
    recipient = recipients.decode(notice.way.key.strip())
    said = {
        "copy": code,
        "format": "hrd-package/1",
        "reference": notice.reference,
        "platform": notice.platform,
        "kind": notice.kind,
        "items": [
            {
                "url": wording.line(one.url.reveal()),
                "action": one.action,
                "object_id": wording.line(one.object_id.reveal()),
            }
            for one in notice.items
        ],
    }
    text = f"{sent.subject.reveal()}\n\n{sent.body.reveal()}\n{marked}\n"
    data = json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    words = {"notice.txt": text.encode(), "notice.json": data.encode()}
    return age.seal(packed({**words, **evidence}, code), recipient)


def packed(files: Mapping[str, bytes], code: str = "") -> bytes:
    """Return files as one archive, the same each time; `code` is its mark."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = code.encode()
        for name, content in files.items():
            # No moment: when somebody made it is nobody's business.
            archive.writestr(zipfile.ZipInfo(name, _WHEN), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()
