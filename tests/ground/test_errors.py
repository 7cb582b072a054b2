"""Every refusal has a stable code, a status, a sentence, and carries nobody's words."""

import inspect

import pytest

from hrd_report import errors
from hrd_report.web import csrf
from hrd_report.web import errors as shown

KINDS = [
    kind
    for module in (errors, csrf)
    for _, kind in inspect.getmembers(module, inspect.isclass)
    if issubclass(kind, errors.HrdError) and kind is not errors.HrdError
]
OPERATORS = {errors.NotSupported, errors.SettingsError}
"""Refusals that stop the program before there is a reader."""


def test_codes_are_stable_words_and_no_two_are_equal():
    codes = [kind.code for kind in KINDS]
    assert len(set(codes)) == len(codes)
    assert all(code.isidentifier() and code == code.lower() for code in codes)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in OPERATORS])
def test_every_refusal_a_reader_meets_has_a_status_and_a_sentence(kind: type[errors.HrdError]):
    assert 400 <= shown._STATUS[kind] < 600
    assert kind.code in shown._SENTENCES


def test_a_refusal_of_a_form_names_fields_and_codes_only():
    problem = errors.Invalid({"story": ["missing"], "danger": ["unknown_danger"]})
    assert str(problem) == "danger, story"
    assert problem.fields == {"story": ["missing"], "danger": ["unknown_danger"]}


def test_a_refusal_of_a_size_names_the_limit():
    assert errors.TooLarge(1000).limit == 1000


def test_a_notice_that_is_not_ready_says_what_is_missing():
    problem = errors.NotReady(["no_item", "no_address"])
    assert problem.reasons == ["no_item", "no_address"]
    assert str(problem) == "no_item, no_address"
