"""The web server's logger, without what it knows of readers: addresses, paths, queries."""

from typing import Any

from gunicorn.glogging import Logger


class QuietLogger(Logger):
    """Says that something of the server failed and what kind of thing; no request, no reader."""

    def access(self, *_: Any, **__: Any) -> None:  # noqa: ANN401 - gunicorn's own types
        """Log no visit, whatever is configured."""

    def warning(self, msg: Any, *_: Any, **__: Any) -> None:  # noqa: ANN401
        """Log the kind of a warning: gunicorn would name the reader's address in it."""
        super().warning("%s", _kind(msg))

    def error(self, msg: Any, *_: Any, **__: Any) -> None:  # noqa: ANN401
        """Log the kind of an error."""
        super().error("%s", _kind(msg))

    def exception(self, msg: Any, *_: Any, **__: Any) -> None:  # noqa: ANN401
        """Log the kind of a failure, without its trace: a trace can hold words."""
        super().error("%s", _kind(msg))


def _kind(message: object) -> str:
    """Return a message up to the first thing that was filled into it."""
    return str(message).split("%")[0].split(" from ip")[0].split("{")[0].strip()[:60]
