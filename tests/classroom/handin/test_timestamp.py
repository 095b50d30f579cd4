"""When a submission came: a zone's name is what the class's clock calls itself, and nothing is guessed."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from autograder.classroom.handin.timestamp import arrival_of

BERLIN, NEW_YORK, SAO_PAULO = map(ZoneInfo, ("Europe/Berlin", "America/New_York", "America/Sao_Paulo"))


def arrival(folder, text, clock):
    (folder / "timestamp.txt").write_text(text)
    return arrival_of(folder / "lesson.ipynb", clock)


@pytest.mark.parametrize(
    ("text", "clock", "utc"),
    [
        ("2026-02-03 10:20:30.123456 UTC", BERLIN, "2026-02-03 10:20:30.123456"),
        ("2026-07-03 10:20:30.000000 CEST", BERLIN, "2026-07-03 08:20:30.000000"),
        ("2026-07-03 10:20:30.000000 EDT", NEW_YORK, "2026-07-03 14:20:30.000000"),
        ("2026-07-03 10:20:30.000000 -03", SAO_PAULO, "2026-07-03 13:20:30.000000"),
        ("2026-10-25 02:40:00 CEST", BERLIN, "2026-10-25 00:40:00.000000"),
        ("2026-10-25 02:40:00 CET", BERLIN, "2026-10-25 01:40:00.000000"),
        ("2026-07-03 10:20:30 +05:30", BERLIN, "2026-07-03 04:50:30.000000"),
        ("2026-07-03T10:20:30+05:30", BERLIN, "2026-07-03 04:50:30.000000"),
        ("2026-07-03 10:20:30 America/New_York", BERLIN, "2026-07-03 14:20:30.000000"),
        ("2026-07-03 10:20:30", BERLIN, "2026-07-03 08:20:30.000000"),
    ],
)
def test_a_zone_is_what_the_classs_clock_calls_itself(tmp_path, text, clock, utc):
    assert arrival(tmp_path, text, clock).time == f"{utc} UTC"


@pytest.mark.parametrize(
    "text", ["2:40", "Friday", "25.10.2026 02:40", "10/11/2026 2:40", "2026-11-20", "2026-11-20 10:00 UTC later", "\0"]
)
def test_nothing_is_guessed(tmp_path, text):
    found = arrival(tmp_path, text, BERLIN)
    assert found.time is None
    assert "expected «2026-02-03 10:20:30 UTC». It counts as in time." in found.fault


def test_a_zone_that_is_none_of_the_classs_is_told(tmp_path):
    told = "and Europe/Berlin, timezone in class.toml, has no «EDT». It counts as in time."
    assert arrival(tmp_path, "2026-07-03 10:20:30 EDT", BERLIN).fault.endswith(told)


def test_a_time_that_has_not_come_yet_is_told_and_stands(tmp_path):
    now = datetime.now(UTC)
    found = arrival(tmp_path, f"{now + timedelta(days=200):%Y-%m-%d %H:%M:%S} UTC", BERLIN)
    assert found.time == f"{now + timedelta(days=200):%Y-%m-%d %H:%M:%S}.000000 UTC"
    assert found.fault.startswith("When it was handed in has not come yet: timestamp.txt says «")
    assert f"now it is {now:%Y-%m-%d}" in found.fault
    assert "Next: " in found.fault


def test_a_clock_that_is_some_hours_ahead_is_no_fault(tmp_path):
    soon = datetime.now(UTC) + timedelta(hours=14)
    assert arrival(tmp_path, f"{soon:%Y-%m-%d %H:%M:%S} UTC", BERLIN).fault == ""
