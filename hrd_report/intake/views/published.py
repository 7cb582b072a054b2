"""Publishes what a program needs to seal a report to us, and by what it can check that."""

from flask import Response, jsonify

from hrd_report.errors import NotVouched
from hrd_report.intake import openness
from hrd_report.intake.places import Ways
from hrd_report.intake.views import offline_forms
from hrd_report.intake.views.offline_forms import OfflineForm
from hrd_report.vault import notes, owner, proofs, recipients
from hrd_report.vault.keys import PublicKey
from hrd_report.vault.words import has_words
from hrd_report.web import errors, guard
from hrd_report.web.services import services


@guard.public
def well_known() -> Response:
    """Publish the signed roster and what stands in it; no key while nobody vouches for it."""
    try:
        found = openness.ways() if openness.is_open() else None
    except NotVouched:
        found = None
    if found is None:
        return errors.problem(NotVouched.code, 503)
    settings = services().settings
    return jsonify(
        organisation=settings.organisation,
        recipients=[
            {"recipient": recipients.encode(one), "fingerprint": _fingerprint(one)}
            for one in found.roster.intake
        ],
        **_signed(found),
        offline_forms=[_offline(offline_forms.form(code)) for code in settings.languages],
        **_proofs(),
        languages=list(settings.languages),
        api=f"{settings.public_url}/api/v1",
        promise_hours=settings.promise_hours,
        limits={"file_bytes": settings.file_limit, "text_bytes": settings.text_limit},
    )


def _signed(found: Ways) -> dict[str, object]:
    trust = services().trust
    public = trust.owner or b""
    return {
        "roster": found.note,
        "epoch": found.roster.epoch,
        "valid_until": found.roster.until.isoformat(),
        "owner": owner.spell_public(public),
        "owner_fingerprint": {
            code: " ".join(owner.fingerprint_words(public, code)) for code in _with_words()
        },
        "self_signed": trust.self_signed,
    }


def _offline(form: OfflineForm) -> dict[str, object]:
    return {
        "language": form.language,
        "url": f"{services().settings.public_url}/{form.language}/offline/{form.name}",
        "bytes": len(form.content),
        "sha256": form.sha256,
        "note": form.note,
    }


def _proofs() -> dict[str, object]:
    """Return the key of proofs of filing, vouched for by the endorser that the roster names."""
    prover = services().prover
    if prover is None:
        return {}
    endorsement = notes.spell_bytes(prover.endorsement)
    key = proofs.spell_key(prover.key.public_raw)
    return {"proofs": {"key": key, "endorsement": endorsement}}


def _fingerprint(public: PublicKey) -> dict[str, str]:
    return {code: " ".join(recipients.fingerprint_words(public, code)) for code in _with_words()}


def _with_words() -> list[str]:
    return [code for code in services().settings.languages if has_words(code)]
