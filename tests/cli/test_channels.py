"""Accounts of apps and bridges by the command: a secret printed once, an end at once."""

from cli.conftest import Operator


def test_an_account_is_made_listed_and_ended(operator: Operator, passwords: dict[str, str]):
    del passwords
    made = operator.run("channels", "add", "tella-north", "--kind", "tella")
    assert made.exit_code == 0, made.output
    assert "/tella/" in made.output
    secret = made.output.split()[-1]
    listed = operator.run("channels", "list").output
    assert "tella-north" in listed
    assert secret not in listed
    assert operator.run("channels", "add", "tella-north", "--kind", "bridge").exit_code == 1
    assert operator.run("channels", "end", "tella-north").exit_code == 0
    assert "ended" in operator.run("channels", "list").output
    assert operator.run("channels", "end", "tella-north").exit_code == 1
