"""Reads the catalogues of a language and answers with its sentences. Formats no value."""

import functools
import gettext
import io
from collections.abc import Iterator, Mapping
from importlib import resources

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from hrd_report.errors import HrdError, NotFound
from hrd_report.i18n.languages import OF_LETTERS, SOURCE, codes, language

# Plural rules look at the last two figures; beyond these numbers they repeat themselves.
_COUNTED = range(1000)


class BrokenCatalogue(HrdError):
    """A catalogue cannot be read, or contradicts another. The message names file and message."""

    code = "broken_catalogue"


class Catalogue:
    """The sentences of one language; a missing one is answered in English.

    Nothing is filled in: placeholders `%(name)s` are the caller's (Jinja's new style does it).
    """

    def __init__(self, code: str, sentences: gettext.NullTranslations) -> None:
        self.language = code
        self._sentences = sentences

    def gettext(self, message: str) -> str:
        """Return a sentence."""
        # gettext answers the empty message with the header of the file.
        return self._sentences.gettext(message) if message else ""

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """Return the form of a sentence that fits a number."""
        return self._sentences.ngettext(singular, plural, number)

    def pgettext(self, context: str, message: str) -> str:
        """Return a sentence that means something else elsewhere."""
        return self._sentences.pgettext(context, message)

    def npgettext(self, context: str, singular: str, plural: str, number: int) -> str:
        """Return the form that fits a number, in a context."""
        return self._sentences.npgettext(context, singular, plural, number)


def load() -> Mapping[str, Catalogue]:
    """Return the catalogues of all shipped languages by code."""
    return {code: catalogue(code) for code in codes()}


@functools.cache
def catalogue(code: str) -> Catalogue:
    """Return the catalogue of a shipped language; read once.

    Raises NotFound for another language, BrokenCatalogue for a file that does not hold together.
    """
    language(code)
    return _compiled(code)


@functools.cache
def for_letters(code: str) -> Catalogue:
    """Return the sentences of letters in one of their languages, of which pages know a few only.

    Raises NotFound for another language.
    """
    if code not in OF_LETTERS:
        raise NotFound("no letter is written in this language")
    return _compiled(code)


def _compiled(code: str) -> Catalogue:
    if code == SOURCE:
        return Catalogue(code, gettext.NullTranslations())
    compiled = io.BytesIO()
    write_mo(compiled, merged(code, dict(files(code))))
    compiled.seek(0)
    return Catalogue(code, gettext.GNUTranslations(compiled))


def files(code: str) -> Iterator[tuple[str, Catalog]]:
    """Yield the name and the content of each catalogue file of a language, by name."""
    folder = resources.files("hrd_report.i18n") / code
    if not folder.is_dir():
        return
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        if path.name.endswith(".po"):
            yield path.name, read(path.read_bytes(), code, path.name)


def read(content: bytes, code: str, name: str) -> Catalog:
    """Read one file in gettext's PO format. Raises BrokenCatalogue."""
    try:
        return read_po(io.BytesIO(content), locale=code, abort_invalid=True)
    except (PoFileError, ValueError) as error:
        raise BrokenCatalogue(f"{name}: {error}") from None


def merged(code: str, catalogs: Mapping[str, Catalog]) -> Catalog:
    """Put the files of one language together; where two speak, the first by name is heard.

    Raises BrokenCatalogue where a file states another plural rule than the language's.
    """
    whole = Catalog(locale=code)
    for name, catalog in catalogs.items():
        if not _same_plurals(whole, catalog):
            raise BrokenCatalogue(f"{name}: the plural rule of {code} is {whole.plural_forms}")
        for message in catalog:
            if message.id and whole.get(message.id, message.context) is None:
                whole[message.id] = message
    return whole


def _same_plurals(one: Catalog, other: Catalog) -> bool:
    if one.num_plurals != other.num_plurals:
        return False
    rules = gettext.c2py(str(one.plural_expr)), gettext.c2py(str(other.plural_expr))
    return all(rules[0](number) == rules[1](number) for number in _COUNTED)
