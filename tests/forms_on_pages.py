"""Reads a page the way a browser without script does: its links and its forms, ready to send."""

from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from urllib.parse import urljoin

TEXT_KINDS = {"text", "search", "email", "url", "tel", "password", "textarea"}


@dataclass(frozen=True)
class Choice:
    """One value that a field offers."""

    value: str
    chosen: bool = False


@dataclass
class Field:
    """One named field of a form; radios and boxes of one name are one field."""

    name: str
    kind: str
    value: str = ""
    choices: list[Choice] = field(default_factory=list)


@dataclass
class Form:
    """A form: where it goes, how, its fields by name, and its named buttons."""

    action: str
    method: str
    kind: str
    fields: dict[str, Field] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    @property
    def texts(self) -> list[Field]:
        """Return the fields somebody types into."""
        return [one for one in self.fields.values() if one.kind in TEXT_KINDS]


@dataclass
class Page:
    """What a page offers to do."""

    links: list[str]
    forms: list[Form]


def read(text: str, address: str) -> Page:
    """Return the links and forms of the page that stands at `address`."""
    reader = _Reader(address)
    reader.feed(text)
    reader.close()
    return Page(reader.links, reader.forms)


class _Reader(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[Form] = []
        self._address = address
        self._form: Form | None = None
        self._into: Field | None = None
        self._option: Choice | None = None

    def handle_starttag(self, tag: str, found: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in found}
        flags = {name for name, _ in found}
        if tag == "a" and "href" in attributes:
            self.links.append(urljoin(self._address, attributes["href"]))
        elif tag == "form":
            self._form = Form(
                urljoin(self._address, attributes.get("action", "")),
                attributes.get("method", "get").upper(),
                attributes.get("enctype", "application/x-www-form-urlencoded"),
            )
            self.forms.append(self._form)
        elif self._form is not None:
            self._inside(self._form, tag, attributes, flags)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag in {"textarea", "select"}:
            self._into = None

    def handle_data(self, data: str) -> None:
        if self._into is not None and self._into.kind == "textarea":
            self._into.value += data

    def _inside(self, form: Form, tag: str, attributes: dict[str, str], flags: set[str]) -> None:
        name, value = attributes.get("name", ""), attributes.get("value", "")
        if tag == "button" and attributes.get("type", "submit") == "submit":
            form.buttons.append((name, value))
        elif tag in {"textarea", "select"} and name:
            self._into = form.fields.setdefault(name, Field(name, tag))
        elif tag == "option" and self._into is not None:
            self._into.choices.append(Choice(value, "selected" in flags))
        elif tag == "input" and name and "disabled" not in flags:
            kind = attributes.get("type", "text")
            if attributes.get("inputmode") == "numeric":
                kind = "number"
            _add_input(form, name, kind, value, chosen="checked" in flags)


def _add_input(form: Form, name: str, kind: str, value: str, *, chosen: bool) -> None:
    if kind == "submit":
        form.buttons.append((name, value))
        return
    one = form.fields.setdefault(name, Field(name, kind, value))
    if kind in {"radio", "checkbox"}:
        one.choices.append(Choice(value or "on", chosen))


def without_buttons(form: Form, button: tuple[str, str]) -> Form:
    """Return the form as if it had this one button."""
    return replace(form, buttons=[button])
