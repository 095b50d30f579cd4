"""From verdicts to what people see; pure functions.

card        one answer's card, as HTML and as text; its parts are in `passes`, `failed_call` (with `cell` and `maps`),
            `ending` and `beneath`
terminal    the card for a terminal; `verdict_json`, for a program
trend_figure, lesson_map, note   the other things that a notebook shows
feedback    a submission's page
report      a class's table and page: from `class_rows`, with what `class_findings` reads off them
words       what all of them say; `safe_text`, text that somebody else wrote; `page` and `styles`, how HTML is made
"""
