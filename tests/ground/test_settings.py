"""Settings are read once from what they are given, checked at once, and then stand."""

from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.errors import SettingsError
from hrd_report.settings import PREFIX, Settings, described

AWAY = {"HRD_PUBLIC_URL": "https://report.example.org"}


def test_nothing_set_gives_the_defaults():
    assert Settings.from_environ({"PATH": "/bin", "HOME": "/root"}) == Settings()


def test_an_unknown_name_is_refused_and_named():
    with pytest.raises(SettingsError, match="HRD_PUBLIK_URL"):
        Settings.from_environ({"HRD_PUBLIK_URL": "https://report.example.org"})


def test_settings_stand_once_read():
    with pytest.raises(FrozenInstanceError):
        Settings().demo = True


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HRD_PROMISE_HOURS", "soon"),
        ("HRD_FILE_LIMIT", "2 GB"),
        ("HRD_DEMO", "perhaps"),
        ("HRD_DOORS", ""),
        ("HRD_DOORS", "intake,kitchen"),
        ("HRD_LANGUAGES", " , "),
        ("HRD_PUBLIC_URL", "http://report.example.org"),
        ("HRD_PUBLIC_URL", "report.example.org"),
        ("HRD_BACKUP_DAYS", "13"),
        ("HRD_BACKUP_DAYS", "367"),
        ("HRD_BACKUP_DAYS", "a month"),
        ("HRD_RETENTION", "closed"),
        ("HRD_RETENTION", "closed:"),
        ("HRD_RETENTION", "closed:a year"),
        ("HRD_RETENTION", "closed:59"),
        ("HRD_RETENTION", "closed:-365"),
        ("HRD_RETENTION", "closed:99999"),
        ("HRD_RETENTION", "closed:365,closed:90"),
        ("HRD_RETENTION", "open:365"),
        ("HRD_RETENTION", "closed=365"),
    ],
)
def test_a_value_that_does_not_fit_is_refused(name: str, value: str):
    with pytest.raises(SettingsError, match=name):
        Settings.from_environ({name: value})


def test_a_refusal_does_not_repeat_the_value():
    secret = "smtp-password-zq"
    with pytest.raises(SettingsError) as refused:
        Settings.from_environ({"HRD_PROMISE_HOURS": secret})
    assert secret not in str(refused.value)


@pytest.mark.parametrize(
    ("value", "meant"),
    [("1", True), ("yes", True), ("TRUE", True), ("0", False), ("no", False), ("false", False)],
)
def test_a_switch_is_read_in_any_usual_spelling(value: str, meant: bool):
    assert Settings.from_environ({"HRD_DEMO": value}).demo is meant


@given(st.lists(st.sampled_from(("intake", "desk", "statistics")), min_size=1, unique=True))
def test_doors_are_read_in_their_order(doors: list[str]):
    assert Settings.from_environ({"HRD_DOORS": " , ".join(doors)}).doors == tuple(doors)


@pytest.mark.parametrize(
    ("url", "secure", "loopback"),
    [
        ("http://127.0.0.1:8000", False, True),
        ("http://localhost:8000", False, True),
        ("http://[::1]:8000", False, True),
        ("https://report.example.org", True, False),
        ("http://" + "a" * 56 + ".onion", False, True),
    ],
)
def test_an_address_says_whether_cookies_can_demand_tls(url: str, secure: bool, loopback: bool):
    settings = Settings.from_environ({"HRD_PUBLIC_URL": url})
    assert (settings.secure, settings.on_loopback) == (secure, loopback)


def test_everything_lies_in_the_instance_unless_told_otherwise(tmp_path: Path):
    settings = Settings(instance=tmp_path)
    assert settings.database == f"sqlite:///{tmp_path}/hrd_report.sqlite"
    assert settings.store == f"file://{tmp_path}/store"
    assert settings.secrets == tmp_path / "keys"
    other = Settings(instance=tmp_path, database_url="postgresql:///hrd", store_url="file:///srv")
    assert (other.database, other.store) == ("postgresql:///hrd", "file:///srv")


def test_every_field_is_described_under_its_name():
    assert [name for name, _, _ in described()] == [
        PREFIX + one.name.upper() for one in fields(Settings)
    ]


def test_every_default_can_be_read_back():
    shown = {name: default for name, default, _ in described() if default}
    assert Settings.from_environ(shown) == Settings()
    assert Settings.from_environ({**shown, **AWAY}).secure


def test_retention_says_what_it_would_take():
    with pytest.raises(SettingsError, match="each state once, of resolved, closed, referred"):
        Settings.from_environ({"HRD_RETENTION": "clozed:365"})
    with pytest.raises(SettingsError, match="60 to 36500 days"):
        Settings.from_environ({"HRD_RETENTION": "closed:10"})


def test_retention_is_read_by_state_and_may_be_empty():
    read = Settings.from_environ({"HRD_RETENTION": " closed:400, rejected:60 "})
    assert read.kept_days == {"closed": 400, "rejected": 60}
    assert Settings.from_environ({"HRD_RETENTION": ""}).kept_days == {}
    assert Settings().kept_days == {"closed": 365, "rejected": 90, "unreadable": 90}
