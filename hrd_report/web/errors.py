"""Turns what went wrong into a calm page or a problem document. Never shows a trace or a word."""

import secrets
from http import HTTPStatus
from typing import Final

from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import HTTPException

from hrd_report import errors
from hrd_report.i18n.marks import N_
from hrd_report.media.source import NotCleaned
from hrd_report.sandbox.jail import NoSandbox
from hrd_report.web import csrf, log, pages, preconditions, programs, visitors
from hrd_report.web.lanes import Crowded

_STATUS: Final[dict[type[errors.HrdError], int]] = {
    errors.NotFound: 404,
    errors.NotAllowed: 403,
    errors.WrongReceipt: 404,
    errors.WrongPassword: 401,
    errors.Invalid: 422,
    errors.Unfit: 422,
    errors.TooLarge: 413,
    errors.Conflict: 409,
    errors.Stale: 409,
    errors.LastHolder: 409,
    errors.IllegalTransition: 409,
    errors.NotTaken: 409,
    errors.OtherBody: 422,
    errors.ConsentMissing: 409,
    errors.NotReady: 409,
    errors.BudgetSpent: 409,
    errors.Damaged: 422,
    errors.SeenEnough: 409,
    NoSandbox: 503,
    errors.StorageFull: 503,
    errors.Interrupted: 503,
    errors.NotVouched: 503,
    errors.Busy: 503,
    errors.TooOften: 429,
    NotCleaned: 422,
    Crowded: 503,
    csrf.FromElsewhere: 403,
    csrf.FormExpired: 403,
    preconditions.NothingSeen: 428,
    preconditions.Outdated: 412,
    programs.NoToken: 401,
    programs.OutOfScope: 403,
}
_SENTENCES: Final = {
    "not_found": N_("There is nothing here. Check the address, or go back."),
    "not_allowed": N_("This page is not for your role. Ask an administrator if that is wrong."),
    "wrong_receipt": N_("No report answers to these words. Check them one by one and try again."),
    "wrong_password": N_("Name or password is wrong. Try again."),
    "invalid": N_("Something is missing. Nothing is lost: go back and complete it."),
    "too_large": N_("This is too large to be taken. Send less at a time: nothing else is lost."),
    "last_holder": N_("Nobody else could open this then. Let a colleague in first."),
    "conflict": N_("Somebody changed this meanwhile. Go back, look again, then repeat."),
    "stale": N_("Somebody changed this meanwhile. Go back, look again, then repeat."),
    "illegal_transition": N_("This step is not possible from here. Look at the state and choose."),
    "consent_missing": N_("No valid consent covers this. Nothing has left."),
    "not_ready": N_("This cannot be sent yet. Nothing has left."),
    "budget_spent": N_("The privacy budget of this year is spent. No release was made."),
    "damaged": N_("This is cut short, altered or sealed to another key. Send it once more."),
    "not_sealed": N_(
        "This is no sealed file of ours. Look for the one whose name ends in .sealed."
    ),
    "other_key": N_(
        "This was sealed for another organisation, or for a key that is gone. Nobody here could "
        "open it, so nothing was kept. Bring it to whoever gave out the form."
    ),
    "storage_full": N_(
        "We cannot keep anything right now, and nothing of yours was kept. "
        "Keep your text and send it again in an hour."
    ),
    "interrupted": N_(
        "Somebody else wrote to the same thing at this very moment. Nothing of yours was kept: go "
        "back and send it again."
    ),
    "busy": N_(
        "Too many people are logging in at this moment, and nothing of yours was tried. "
        "Wait ten seconds, then send it again."
    ),
    "crowded": N_(
        "Very many are writing to us at this moment, and this waited too long. Nothing was kept. "
        "Send it again in half a minute."
    ),
    "closed": N_(
        "The signed list of our keys is missing or too old. Nothing was kept. Keep what you wrote "
        "and try again tomorrow."
    ),
    "too_often": N_(
        "This name was tried in vain too often. Nothing was tried now: wait a quarter of an hour."
    ),
    "idempotency_mismatch": N_("This key was used for something else. Take a fresh one."),
    "not_cleaned": N_(
        "Hidden data cannot be removed from this picture: it is cut, or built in a way we do not "
        "know. The original is still there."
    ),
    "no_account": N_("Nobody is known by this secret here, or the account is over."),
    "no_secret": N_("The secret for sending files is missing. Ask for one with your receipt."),
    "gap": N_("This piece does not join what we hold. Go on where the answer says."),
    "other_file": N_("Another file was begun under this name. Send this one under another name."),
    "from_elsewhere": N_("Another site tried to send this for you. Nothing was done."),
    "form_expired": N_("This form is too old. Go back, reload the page and send it again."),
    "if_match_missing": N_(
        "Say with If-Match which version this change was made from: the ETag of what you read."
    ),
    "outdated": N_("Somebody changed this meanwhile. Read it again, then repeat."),
    "no_token": N_("A token is missing, or it is over. Make one on the page of your account."),
    "out_of_scope": N_("This token is not good for this. Make one that is."),
    "seen_enough": N_("You saw much today. Take a break, or say that you want to see it anyway."),
    "no_sandbox": N_(
        "This machine cannot put walls around a decoder, so nothing is decoded here. Whoever runs "
        "it finds out more with: doctor."
    ),
    "not_taken": N_("Nobody has taken this case. Take it first."),
    "not_exported": N_("This may not leave. Nothing was made."),
    "unfit": N_("We could not read this. Go back and send it again."),
    "bad_request": N_("We could not read this. Go back and send it again."),
    "unexpected": N_("Something failed on our side. Go back and send it again: nothing is lost."),
}
_RETRY_AFTER: Final = {"interrupted": "2", "busy": "10", "crowded": "20"}
_BY_STATUS: Final = {
    400: "bad_request",
    403: "not_allowed",
    404: "not_found",
    405: "not_found",
    409: "conflict",
    413: "too_large",
    415: "bad_request",
    422: "invalid",
}


def install(app: Flask) -> None:
    """Answer for everything that goes wrong."""
    app.register_error_handler(errors.HrdError, _expected)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def problem(code: str, status: int, *, more: list[dict[str, str]] | None = None) -> Response:
    """Return a problem document (RFC 9457) whose `detail` is in the reader's language."""
    body: dict[str, object] = {
        "type": f"/problems/{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": pages.say(_SENTENCES.get(code, _SENTENCES["unexpected"])),
        "instance": f"urn:uuid:{secrets.token_hex(16)}",
    }
    if more:
        body["errors"] = more
    response = jsonify(body)
    response.status_code = status
    response.mimetype = "application/problem+json"
    return response


def wants_problem() -> bool:
    """Whether the reader is a program."""
    return request.path.startswith(("/api/", "/tella/", "/hooks/"))


def _expected(error: errors.HrdError) -> Response:
    status = next((_STATUS[kind] for kind in type(error).__mro__ if kind in _STATUS), 400)
    return _answer(error.code, status, error)


def _http(error: HTTPException) -> Response:
    if error.response is not None:
        return error.get_response()  # type: ignore[return-value]
    status = error.code or 500
    return _answer(_BY_STATUS.get(status, "unexpected"), status, None)


def _unexpected(error: Exception) -> Response:
    log.unexpected(error)
    return _answer("unexpected", 500, None)


def _answer(code: str, status: int, error: errors.HrdError | None) -> Response:
    if wants_problem():
        fields = error.fields if isinstance(error, errors.Invalid) else {}
        more = [
            {"pointer": f"/{name}", "code": one} for name, codes in fields.items() for one in codes
        ]
        if isinstance(error, errors.NotReady):
            more = [{"pointer": "", "code": one} for one in error.reasons]
        response = problem(code, status, more=more)
    else:
        response = _page(code, status)
    if code == programs.NoToken.code:
        response.headers["WWW-Authenticate"] = "Bearer"
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = _RETRY_AFTER.get(code, "3600")
    return response


def _page(code: str, status: int) -> Response:
    sentence = pages.say(_SENTENCES.get(code, _SENTENCES["unexpected"]))
    if visitors.staff() is not None or request.path.startswith(
        ("/desk", "/statistics", "/admin", "/login", "/account", "/invited")
    ):
        return pages.render("errors/staff.html", status=status, sentence=sentence, code=code)
    return pages.render_for_defender(
        "errors/defender.html", status=status, sentence=sentence, code=code
    )
