"""The blueprint of staff accounts with every page on it. Answers nothing itself."""

from hrd_report.accounts.views import (
    confirm,
    door,
    own_account,
    own_factors,
    own_passkeys,
    own_password,
    own_sessions,
    own_sheets,
    own_tokens,
    second,
    waking,
)
from hrd_report.accounts.views.blueprint import blueprint

__all__ = [
    "blueprint",
    "confirm",
    "door",
    "own_account",
    "own_factors",
    "own_passkeys",
    "own_password",
    "own_sessions",
    "own_sheets",
    "own_tokens",
    "second",
    "waking",
]
