"""Choosing a password on a page: six words that are offered, or one's own; and why one is refused.

Shared by the page of one's own password and the page of an invitation. Keeps nothing.
"""

from collections.abc import Iterable
from typing import Final

from flask import request

from hrd_report.accounts import passwords
from hrd_report.accounts.schemas import NewPassword, NewPasswordSchema
from hrd_report.errors import Invalid
from hrd_report.i18n.marks import N_
from hrd_report.sealed import Plain
from hrd_report.web import forms, pages

REASONS: Final = {
    "missing": N_("Use at least 15 characters: four or five words are easy to keep."),
    "too_short": N_("Use at least 15 characters: four or five words are easy to keep."),
    "too_long": N_("Use at most 200 characters."),
    "repeats": N_("It repeats itself, and repetitions are tried first. Take other words."),
    "sequence": N_("Letters or numbers in a row are tried first. Take other words."),
    "keyboard": N_("Neighbouring keys are tried first. Take words that do not belong together."),
    "date": N_("Dates are tried first. Take words that do not belong together."),
    "common": N_("Many people use this one, so it is tried first. Take other words."),
    "known": N_("Your name and this organisation’s are tried first. Take other words."),
    "easy": N_("It is too easy to guess. Take five words that do not belong together."),
    "differs": N_("The two are not the same. Type both again."),
    "not_noted": N_("Write the six words down first, then tick the box."),
}
"""Why a password is not taken, by stable code."""


def chosen(known: Iterable[str]) -> Plain:
    """Return the password that a form brings. `known`: what an attacker would try first.

    Raises `Invalid` with stable codes.
    """
    if request.form.get("drawn") and not request.form.get("noted"):
        raise Invalid({"noted": ["not_noted"]})
    wanted: NewPassword = forms.load(NewPasswordSchema(), request.form)
    passwords.check_new(wanted.password, wanted.again, known=known)
    return wanted.password


def reasons(problem: Invalid) -> list[dict[str, str]]:
    """Return what is wrong with a password as sentences for its fields."""
    return [
        {"field": field, "message": pages.say(REASONS.get(code, REASONS["easy"]))}
        for field, codes in problem.fields.items()
        for code in codes
    ]


def drawn() -> Plain:
    """Return six words to offer: the same again to somebody who had not written them down."""
    if request.form.get("drawn") and not request.form.get("noted"):
        return Plain(request.form.get("password", ""))
    return passwords.suggested(pages.language())
