"""The cost as a picture: a bar a pass, its width as height; the table beneath says the same in numbers."""

import re

from autograder.judge.verdict import CostRow, Sweep, Verdict
from autograder.present.card import card_html
from autograder.present.passes import legend, picture


def row(who: str, *sweeps: Sweep) -> CostRow:
    return CostRow("wide f", who, "1", "1 × 5 back", 640, 1000, sweeps)


WIDE = row("yours", Sweep("f", 1, 1), Sweep("fr", 5, 1))
LOOP = row("naive", Sweep("f", 1, 6), Sweep("fr", 1, 5))


def heights(drawn: dict) -> list[float]:
    return [float(bar["height"]) for bar in drawn["bars"]]


def test_a_bar_a_pass_as_high_as_it_is_wide():
    yours, naive = picture((WIDE, LOOP))
    assert [len(drawn["bars"]) for drawn in (yours, naive)] == [2, 11]
    assert heights(yours)[1] == 5 * heights(yours)[0]
    assert set(heights(naive)) == {heights(yours)[0]}
    # One pass of five vectors and five of one cover the same.
    assert heights(yours)[1] == sum(heights(naive)[6:])
    assert yours["bars"][1]["says"] == "back, 5 wide"


def test_of_very_many_passes_it_says_how_many_more():
    (drawn,) = picture((row("yours", Sweep("fr", 1, 512)),))
    assert len(drawn["bars"]) + int(re.findall(r"and (\d+) more", drawn["more"])[0]) == 512


def test_a_narrow_pass_beside_a_very_wide_one_is_still_seen():
    (drawn,) = picture((row("yours", Sweep("f", 1, 1), Sweep("fr", 100_000, 1)),))
    assert min(heights(drawn)) >= 2
    assert max(heights(drawn)) <= 48


def test_the_legend_names_what_is_there_and_nothing_else():
    assert [word for word, _ in legend((WIDE, LOOP))] == ["forward", "back"]
    assert [word for word, _ in legend((row("yours", Sweep("frt", 3, 1)),))] == ["through a derivative"]


def test_the_table_stays_for_whoever_cannot_see_it(verdict, read):
    card = read(card_html(verdict))
    assert card.faults == []
    (drawn,) = [each for _, each in card.tags if each.get("class") == "autograder-passes"]
    assert drawn["aria-hidden"] == "true"
    assert "The same in numbers" in card.text
    for number in ("31 × 1", "1.5 KiB", "31.0 k"):
        assert number in card.text


def test_without_counted_passes_there_is_no_picture():
    card = card_html(Verdict("f", (), costs=(row("yours"),)))
    assert "autograder-passes" not in card
    assert "In numbers" in card
    assert "The same in numbers" not in card
