"""Lets the case page's own script send large files in pieces. The form does the same without it."""

from flask import Response, jsonify

from hrd_report.intake.actions import uploads
from hrd_report.intake.views import api_files
from hrd_report.vault.uploads import UploadSecret
from hrd_report.web import guard, visitors
from hrd_report.web.services import services


@guard.defender
def begin_upload(lang: str) -> Response:
    """Give the page what files are sent with: the secret that belongs to its receipt."""
    del lang
    parts, someone = services(), visitors.this_defender()
    secret = UploadSecret.of_receipt(someone.key)
    with parts.database.writing() as session:
        uploads.give_pass(session, secret, someone.case_id, day=parts.clock().date())
    return jsonify(api_files.pass_for(secret))
