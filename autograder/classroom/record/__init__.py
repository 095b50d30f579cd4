"""Verdicts into gradebook and journal; then everything is drawn from these.

gradebook, journal     what was graded; `rows`, a gradebook's content as plain data; `alone`, one writer at a time
schema, unsound        a gradebook's version, read without another program; what is none, or holds what none holds
stock, versions        nbgrader's settings; the code that made a result, by which it is known to be still true
seen, priced           which answer a reader has seen; a result's new points after the lesson's have changed
files                  a submission's graded notebook (`drawn`) and its page (`feedback`), written; `carried`, the files
                       copied with them
results, summary       a class for the terminal, for a program, and its report; `likeness`, submissions that are alike
export, sums           the gradebook as a table; what everybody earned in all
to_platform            the same in Moodle's or Canvas's own sheet; `pages_back`, feedback pages for them
"""
