"""What tests of several files share, and no test itself: `from support.torch_forks import TorchForks`.

Lessons, as their author wrote them and as they were run:

    lesson_source      a lesson's cells, prose and predictions; its code, run in this process
    lesson_questions   a lesson's questions, and those of their calls that can be made alone
    bug_hunt           a lesson's bug hunt, some of its bugs mended, and what it earns then
    lesson_runs        a lesson run as a notebook; `kernel_names`, the names that its kernel ended with
    warm_kernels       kernels that need import nothing, for these runs
    clock_claims       which way is quicker: what makes it so, counted, and the clock itself

Programs and processes:

    torch_forks        programs in forks of a Python that has imported torch
    own_zygotes        zygotes of a test's own, which it may break
    followed_document  a guide of docs/, followed word for word
    like_windows       a process in which what only a system with forks has is missing

Pages:

    browser_page       a page in Chromium, and the servers that it looks at
    lab_notebook       a notebook in JupyterLab, on such a page

Material:

    honest_code        code by authors who like Python, none of which may raise a doubt
    not_a_file         what may stand in a file's place: a pipe, a device, a link to itself, a folder
"""
