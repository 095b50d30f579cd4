"""Verdicts into the gradebook and the journal. Pages, tables and exports are drawn from these two alone.

The gradebook, and what was graded:

    class_lock           lets one run at a time work on a class
    gradebook            writes nbgrader's gradebook: the only module that does
    rows                 reads it as plain data
    damaged_book         says what is wrong with a file that is no gradebook, or holds a value that none does
    schema               knows the version of the gradebooks that nbgrader makes
    journal              keeps each result, so that nothing is graded twice
    code_hashes          tells whether the code that made a result has changed since
    priced               gives a kept result the points that its lesson gives now
    seen                 keeps track of which answer a reader's points and comments are about
    nbgrader_settings    reads nbgrader's own settings of a course

One submission's files:

    files                writes its graded notebook and its page
    notebook_as_graded   the graded notebook, with a card in each check cell
    feedback             the page
    carried              the files that are copied with them

The whole class:

    results              each result beside its row in the gradebook, for people and for programs
    summary              what the command line shows, and the class report
    likeness             which submissions are alike

What leaves the class:

    export               the gradebook as a table
    sums                 what everybody earned, in each lesson and in all
    to_platform          the same in Moodle's or Canvas's own sheet
    pages_back           feedback pages, packed for a platform
"""
