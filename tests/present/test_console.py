"""A terminal's width."""

import os

import pytest

from autograder.present.console import console


@pytest.mark.parametrize("kind", ["dumb", "xterm"])
def test_a_console_is_as_wide_as_its_terminal(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", kind)
    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.setattr(os, "get_terminal_size", lambda *_: os.terminal_size((60, 20)))
    assert console().width == 60
