"""From verdicts to what people see; pure functions.

card        one answer's card, as HTML and as text; `terminal`, the same for a terminal; `verdict_json`, for a program
feedback    a submission's page; `report`, a class's
words       what all of them say; `safe_text`, what somebody else said
"""
