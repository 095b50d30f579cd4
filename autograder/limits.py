"""What a student's files may cost the grader, and what their code may take: the one table of all limits.

    Limits       one run of a notebook: seconds, kept output, new kernels
    Box          one kernel's process, held by the system
    Folder       one kernel's folder, watched from outside
    File         a notebook that was handed in
    Archive      an archive of submissions, as a learning platform packs it
    Table        a class's roster, or a platform's sheet
    Messages     what a kernel sends while one cell runs
    Apart        the process that reads all of this of one submission, held by the system
    Call         one call of a learner's own answer, in their own notebook
    CheckedFile  the process that observes one Python file's answers, for `autograder check`
    Carried      files beside a notebook, copied to its graded one and to its page
    EVIDENCE     bytes of one check's evidence
    LIKENED      characters of one submission's code that are compared with others', for the class report
    ANSWER       bytes of one Python file that `autograder check` reads
    READ         bytes of a file of the course's own, or of a learner's: settings, a lesson, notes, progress
    SETTINGS     bytes of a class's settings, or of its secret
    A_DAY        seconds that a teacher or a learner may give anything at most
    DOTS         dots in a line of its settings, where they part a key's names

A submission over a limit, and it alone, is told so, and earns nothing where it has no evidence. This module imports
nothing of ours: both sides read it.
"""

from dataclasses import dataclass

_KIB = 1024
_MIB = 1024 * _KIB
_GIB = 1024 * _MIB

EVIDENCE = 4 * _MIB
ANSWER = 256 * _KIB
LIKENED = 20 * _KIB
READ = 64 * _MIB
SETTINGS = 64 * _KIB
DOTS = 100
A_DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class Limits:
    """What one run may take: seconds on the wall, bytes of output kept, kernels started anew.

    cell           seconds of an ordinary cell; then it is interrupted
    check          seconds of a check cell
    grace          seconds from the interrupt until the kernel is idle; then it is killed
    notebook       seconds of the whole run
    start          seconds of a kernel's start
    stream_bytes   text kept of one cell
    display_bytes  displays kept of one cell; `check_bytes`, of a check cell (evidence is up to 4 MiB)
    kept_bytes     output kept of all cells but the checks
    restarts       new kernels after one that hung or died
    """

    cell: float = 30
    check: float = 60
    grace: int = 4
    notebook: float = 600
    start: int = 120
    stream_bytes: int = 64 * _KIB
    display_bytes: int = 2 * _MIB
    check_bytes: int = 9 * _MIB
    kept_bytes: int = 32 * _MIB
    restarts: int = 4


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Box:
    """What one kernel may take. It may start no other process: see `execute/seccomp.py`.

    memory     bytes of address space above what the zygote had taken
    cpu        seconds of processor time; time on the wall is limited from outside
    files      files open at a time
    file_size  bytes of one file
    """

    memory: int = 4 * _GIB
    cpu: int = 900
    files: int = 256
    file_size: int = 64 * _MIB


@dataclass(frozen=True, slots=True)
class Folder:
    """What one kernel's folder may hold, files without a name too: bytes and files.

    pause  seconds between two looks at it
    """

    size: int = 256 * _MIB
    names: int = 4096
    pause: float = 0.2


@dataclass(frozen=True, slots=True)
class File:
    """What is read of a notebook; no lesson has a tenth of it.

    size      bytes
    cells     cells
    text      characters of all cells; `code`, of the code cells; `one_cell`, of one code cell
    one_name  characters of a cell's id or grade_id
    others    other files in its folder that are looked at
    """

    size: int = 64 * _MIB
    cells: int = 2000
    text: int = 2 * _MIB
    code: int = 512 * _KIB
    one_cell: int = 64 * _KIB
    one_name: int = 200
    others: int = 20


@dataclass(frozen=True, slots=True)
class Archive:
    """What is read of an archive.

    size       bytes; `directory`, those of the list of its files, and `entries`, how many files it may name
    read       bytes of all notebooks, unpacked; `one`, of one of them; `person`, of one person's
    within     files that all archives within it may name which are one person's
    path       characters of one file's path
    others     files that are kept of a person who handed in no copy of the lesson
    """

    size: int = 2 * _GIB
    directory: int = 8 * _MIB
    entries: int = 20_000
    read: int = _GIB
    one: int = 64 * _MIB
    person: int = 128 * _MIB
    within: int = 2000
    path: int = 1000
    others: int = 20


@dataclass(frozen=True, slots=True)
class Table:
    """What is read of a table, CSV: its bytes, its lines, and what stands in one of them."""

    size: int = 8 * _MIB
    lines: int = 50_000
    columns: int = 2000


@dataclass(frozen=True, slots=True)
class Messages:
    """What a kernel may send.

    part      bytes of one part of a message; `waiting`, messages that wait to be read
    count     messages while one cell runs, whatever their type; `size`, their bytes
    depth     levels of lists and objects within one another
    """

    part: int = 10 * _MIB
    waiting: int = 16
    count: int = 50_000
    size: int = 64 * _MIB
    depth: int = 64


@dataclass(frozen=True, slots=True)
class Apart:
    """What the process may take that reads one submission.

    memory  bytes of address space above what its parent had
    cpu     seconds of processor time
    wall    seconds from one thing that it tells to the next (a file is read, a cell has run), whatever it waits for
    """

    memory: int = _GIB
    cpu: int = 120
    wall: float = 600


@dataclass(frozen=True, slots=True)
class Call:
    """What one call of an answer may take where a learner checks it; a class's kernel has limits of its own, above.

    seconds   of one call, on the wall; for how long others ran in its place does not count
    timed     seconds of all timed calls together
    memory    bytes above what was taken before, and at most `share` of what the machine has free
    told      seconds between two looks at how far a check is
    lines     lines kept of what the first call that prints has printed, each of at most `width` characters
    frames    frames kept of an error's way through the answer
    """

    seconds: float = 20
    timed: float = 60
    memory: int = 4 * _GIB
    share: float = 0.75
    told: float = 1
    lines: int = 20
    width: int = 300
    frames: int = 12


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """What the process may take that observes one Python file's answers.

    seconds    on the wall; those in which it waited for a core are not counted, up to `patience` times as many
    memory     bytes of address space above what its parent had
    file_size  bytes of one file
    """

    seconds: float = 30
    patience: float = 20
    memory: int = 4 * _GIB
    file_size: int = 64 * _MIB


@dataclass(frozen=True, slots=True)
class Carried:
    """What is copied of the files beside a submission's notebook: bytes and files; `looked`: of so many files."""

    size: int = 64 * _MIB
    names: int = 1000
    looked: int = 20_000


BOX = Box()
FOLDER = Folder()
FILE = File()
ARCHIVE = Archive()
TABLE = Table()
MESSAGES = Messages()
APART = Apart()
CALL = Call()
CHECKED = CheckedFile()
CARRIED = Carried()
