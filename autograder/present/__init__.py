"""From verdicts to what people see. Pure functions.

One answer:

    card            the card of a verdict, as HTML and as text
    terminal        the same card for a terminal
    verdict_json    the same verdict for a program
    passes          the bar for each pass, on a card
    failed_call     the call that failed, on a card: what came out, and what was expected
    cell            that call as a cell to copy
    heat_maps       both results as heat maps
    ending          what full marks show besides: the lesson's own answer, and where to go next
    beneath         what stands folded beneath a card: what the answer printed, and its lines on the way to an error

What else a notebook shows:

    note            a line, a hint, the answer to a guess
    trend_figure    times against size
    lesson_map      how far a learner has come

A class:

    feedback        one submission's page
    report          the class's table and page
    class_rows      the rows that these are made from
    class_findings  what a teacher wants to know of a class, read off these rows

How all of it is written:

    words           the words that cards, pages and terminal have in common
    safe_text       text that somebody else wrote, made safe to print
    page            makes all HTML, from the templates beside it
    styles          its inline styles
    console         a console as wide as its terminal
    in_columns      lines of text in a terminal's width
"""
