"""Why something did not leave, as a stable code. Says none of a server's own words."""

import datetime as dt

from hrd_report.errors import HrdError


class NotDelivered(HrdError):
    """It was not taken. `problem` is a stable code, `lasting` its kind, `after` when to come back.

    `unsure`: it was handed over and nobody answered, so it may have arrived all the same.
    """

    code = "not_delivered"

    def __init__(
        self,
        problem: str,
        *,
        lasting: bool = False,
        unsure: bool = False,
        after: dt.timedelta | None = None,
    ) -> None:
        super().__init__(problem)
        self.problem = problem
        self.lasting = lasting
        self.unsure = unsure
        self.after = after
