import pytest
from jinja2 import TemplateSyntaxError

from hrd_report.i18n.extraction import messages

PYTHON = """
from hrd_report.i18n.marks import N_
A = N_("marked")
def say(gettext, ngettext, pgettext, n):
    return gettext("said"), ngettext("one", "many", n), pgettext("menu", "Open")
"""
TEMPLATE = """
<p>{{ _("in a template") }}</p>
{% trans %}  told
  at length {% endtrans %}
{% trans n=count %}{{ n }} post{% pluralize %}{{ n }} posts{% endtrans %}
{{ pgettext("state", "Open") }}
"""


def test_code_and_templates_are_read(tmp_path):
    (tmp_path / "a.py").write_text(PYTHON)
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "b.html").write_text(TEMPLATE)
    assert messages(tmp_path) == {
        (None, "marked", None),
        (None, "said", None),
        (None, "one", "many"),
        ("menu", "Open", None),
        (None, "in a template", None),
        (None, "told at length", None),
        (None, "%(n)s post", "%(n)s posts"),
        ("state", "Open", None),
    }


def test_a_template_that_cannot_be_read_is_an_error(tmp_path):
    (tmp_path / "broken.html").write_text("{% if %}")
    with pytest.raises(TemplateSyntaxError):
        messages(tmp_path)


def test_an_empty_folder_asks_for_nothing(tmp_path):
    assert messages(tmp_path) == set()
