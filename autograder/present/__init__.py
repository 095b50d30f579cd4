"""From verdicts to what people see; pure functions.

card_html, card_text   one answer's card
card_rich              the same for a terminal
verdict_to_json        the same for a program
"""

from autograder.present.card import card_html, card_text
from autograder.present.terminal import card_rich
from autograder.present.verdict_json import verdict_to_json

__all__ = ["card_html", "card_rich", "card_text", "verdict_to_json"]
