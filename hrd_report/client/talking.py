"""Talks to a server's interface: tries again where a line broke, says refusals in our words."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Final, Self

import httpx

from hrd_report.errors import HrdError

TRIES: Final = 6
_TIMEOUT: Final = httpx.Timeout(60, read=900)
"""Seconds. A large file is sealed anew before its last piece is answered: that takes its time."""

_AGAIN: Final = frozenset({429, 502, 503, 504})


class Unreachable(HrdError):
    """Nobody answered, again and again. Nothing is lost: the same may be tried later."""

    code = "unreachable"


class Refused(HrdError):
    """The server said no. `code` is stable, `detail` its sentence."""

    code = "refused"

    def __init__(self, status: int, code: str, detail: str) -> None:
        super().__init__(detail or f"{status} {code}")
        self.status = status
        self.code = code


@dataclass(slots=True)
class Line:
    """A line to one server. `sleep` waits between two tries."""

    client: httpx.Client = field(
        default_factory=lambda: httpx.Client(timeout=_TIMEOUT, follow_redirects=False)
    )
    sleep: Callable[[float], None] = time.sleep

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.client.close()

    def ask(
        self,
        method: str,
        address: str,
        *,
        again: bool = True,
        headers: Mapping[str, str] | None = None,
        **body: Any,  # noqa: ANN401 - httpx's own arguments
    ) -> httpx.Response:
        """Ask until there is an answer that stays. Raises `Unreachable`, `Refused`.

        Without `again` a line that broke is not tried twice: only who asked knows how to go on.
        """
        for number in range(TRIES if again else 1):
            try:
                answer = self.client.request(method, address, headers=headers, **body)
            except httpx.TransportError:
                self.sleep(2.0**number)
                continue
            if answer.status_code not in _AGAIN:
                return _checked(answer)
            self.sleep(2.0**number)
        raise Unreachable("no answer")


def _checked(answer: httpx.Response) -> httpx.Response:
    if answer.status_code < httpx.codes.BAD_REQUEST:
        return answer
    try:
        said = answer.json()
    except ValueError:
        said = {}
    raise Refused(answer.status_code, said.get("code", "refused"), said.get("detail", ""))
