"""A submission to its verdicts; nothing is drawn here."""
