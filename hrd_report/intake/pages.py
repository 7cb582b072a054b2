"""The addresses of the public door, in one table. Others rely on them; no view stands here."""

from typing import Final

from flask import Blueprint, request
from werkzeug.exceptions import NotFound

from hrd_report.intake.views import (
    advising,
    api,
    bridges,
    carrying_page,
    case,
    consenting,
    erasing,
    further,
    planning,
    proving,
    published,
    receipt_forms,
    report,
    returning,
    sealing_page,
    sending,
    start,
    tella,
)
from hrd_report.web.services import services

blueprint: Final = Blueprint("intake", __name__)


@blueprint.before_request
def only_languages_offered() -> None:
    """Refuse a language that the operator does not offer."""
    lang = (request.view_args or {}).get("lang")
    if lang is not None and lang not in services().settings.languages:
        raise NotFound


for address, view, method in (
    ("/", start.root, "GET"),
    ("/.well-known/hrd-report.json", published.well_known, "GET"),
    ("/<lang>/", start.start_page, "GET"),
    ("/<lang>/leave", start.leave, "GET"),
    ("/<lang>/advice/", advising.advice_index, "GET"),
    ("/<lang>/advice/<threat>", advising.advice_page, "GET"),
    ("/<lang>/helpers", advising.helpers_page, "GET"),
    ("/<lang>/report", report.send_report, "POST"),
    ("/<lang>/receipt", receipt_forms.give_receipt_form, "POST"),
    ("/<lang>/seal", sealing_page.seal_page, "GET"),
    ("/<lang>/offline", sealing_page.offline_page, "GET"),
    ("/<lang>/offline/<name>", sealing_page.offline_form, "GET"),
    ("/<lang>/form", sealing_page.paper_form, "GET"),
    ("/<lang>/carry", carrying_page.carry_page, "GET"),
    ("/<lang>/carry", carrying_page.carry, "POST"),
    ("/<lang>/proof", proving.give_proof, "POST"),
    ("/<lang>/return", returning.give_receipt_page, "GET"),
    ("/<lang>/return", returning.give_receipt, "POST"),
    ("/<lang>/case", case.case_page, "GET"),
    ("/<lang>/case/message", case.send_message, "POST"),
    ("/<lang>/case/upload", sending.begin_upload, "POST"),
    ("/<lang>/case/letters/<hexadecimal>/destroy", case.destroy_letter, "POST"),
    ("/<lang>/case/consents", consenting.consents_page, "GET"),
    ("/<lang>/case/consents/<purpose>", consenting.consent_page, "GET"),
    ("/<lang>/case/consents/<purpose>", consenting.answer_consent, "POST"),
    ("/<lang>/case/consents/<hexadecimal>/reply", consenting.reply, "POST"),
    ("/<lang>/case/consents/<hexadecimal>/withdraw", consenting.withdraw, "POST"),
    ("/<lang>/case/plan/<hexadecimal>", planning.answer_measure, "POST"),
    ("/<lang>/case/proof", proving.give_own_proof, "POST"),
    ("/<lang>/case/erase", erasing.erase, "POST"),
    ("/<lang>/case/more", further.further_list, "GET"),
    ("/<lang>/case/more/<int:page>", further.further_page, "GET"),
    ("/<lang>/case/more/<int:page>", further.keep_further, "POST"),
    ("/<lang>/case/close", case.close, "POST"),
):
    blueprint.add_url_rule(address, view_func=view, methods=[method])
blueprint.record_once(lambda state: api.install(state.app))
blueprint.record_once(lambda state: state.app.register_blueprint(tella.blueprint))
blueprint.record_once(lambda state: state.app.register_blueprint(bridges.blueprint))
