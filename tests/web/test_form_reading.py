"""A form becomes the object the JSON door would have sent, checked by the same schema."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import Schema, fields, validate
from werkzeug.datastructures import MultiDict

from hrd_report.errors import Invalid
from hrd_report.web import forms


class Sample(Schema):
    """What these tests fill in."""

    name = fields.String(required=True, error_messages={"required": "missing"})
    count = fields.Integer(error_messages={"invalid": "not_a_number"})
    kinds = fields.List(fields.String(validate=validate.OneOf(["a", "b"], error="unknown")))


def test_a_list_takes_every_value_of_its_name():
    form = MultiDict([("name", "x"), ("kinds", "a"), ("kinds", "b"), ("kinds", "")])
    assert forms.load(Sample(), form) == {"name": "x", "kinds": ["a", "b"]}


def test_an_empty_text_is_an_absent_one():
    with pytest.raises(Invalid) as refused:
        forms.load(Sample(), MultiDict([("name", ""), ("count", "")]))
    assert refused.value.fields == {"name": ["missing"]}


def test_what_is_wrong_is_told_by_code_and_place():
    form = MultiDict([("name", "x"), ("count", "many"), ("kinds", "a"), ("kinds", "z")])
    with pytest.raises(Invalid) as refused:
        forms.load(Sample(), form)
    assert refused.value.fields == {"count": ["not_a_number"], "kinds/1": ["unknown"]}


def test_the_json_door_is_told_the_same():
    with pytest.raises(Invalid) as refused:
        forms.load_json(Sample(), {"name": "x", "kinds": ["z"]})
    assert refused.value.fields == {"kinds/0": ["unknown"]}


def test_a_field_the_schema_does_not_know_is_not_read():
    assert forms.load(Sample(), MultiDict([("name", "x"), ("form_token", "t")])) == {"name": "x"}


@given(st.text(min_size=1), st.text())
def test_a_refusal_never_repeats_what_was_typed(name: str, count: str):
    form = MultiDict([("name", name), ("count", count), ("kinds", count)])
    try:
        forms.load(Sample(), form)
    except Invalid as refused:
        codes = {code for found in refused.fields.values() for code in found}
        assert codes <= {"missing", "not_a_number", "unknown"}
