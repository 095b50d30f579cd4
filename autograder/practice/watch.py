"""The loop of `autograder watch`: saved files, keys and verdicts, one at a time.

Offers: `watch`, `Watch`.
"""

import selectors
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib.util import decode_source
from pathlib import Path

from rich.console import Console, RenderableType
from rich.text import Text

from autograder.limits import ANSWER
from autograder.logbook import Progress
from autograder.practice import screen
from autograder.practice.exercises import Exercise, begun, exercises, first_open, lay_out, named
from autograder.practice.judging import Judging, Told
from autograder.practice.keyboard import pressed, pressed_at_once
from autograder.present.console import console as console_of_its_width

_PAUSE = 0.1  # seconds between two looks at the files
_PATIENCE = 2.0  # seconds after which the learner is told that a run takes long
_Stamp = tuple[int, int, int]


class Watch:
    """The learner's current exercise, and what each event does."""

    def __init__(
        self, folder: Path, all_of_them: Sequence[Exercise], judging: Judging, progress: Progress, console: Console
    ) -> None:
        self._folder, self._exercises, self._judging = folder, all_of_them, judging
        self._progress, self._console = progress, console
        self._stamps = self._stamped()
        self._settling: set[Path] = set()
        self._since = 0.0
        self.at = self._next_open(all_of_them[-1]) or all_of_them[0]
        self._following: Exercise | None = None  # what full marks point to, as long as their card is seen
        self.over = False

    def open(self, exercise: Exercise) -> None:
        """Turn to an exercise: judge its file, if it is begun."""
        self.at, self._following = exercise, None
        if self._is_begun(exercise):
            self._judge(exercise)
        else:
            self._show(screen.not_begun(exercise, self._folder))

    def look(self) -> None:
        """Judge the exercise whose file was saved since the last look, once it no longer changes."""
        now = self._stamped()
        moved = {path for path, stamp in now.items() if stamp != self._stamps.get(path)}
        ready = self._settling - moved
        self._stamps, self._settling = now, moved
        for exercise in self._exercises:
            if exercise.path in ready:
                self.open(exercise)

    def press(self, keys: str) -> None:
        """Do what the keys stand for, one after the other; other keys do nothing."""
        does: dict[str, Callable[[], None]] = {
            "h": self._hint,
            "r": lambda: self.open(self.at),
            "n": lambda: self.open(self._following or self._neighbour(1)),
            "p": lambda: self.open(self._neighbour(-1)),
            "l": lambda: self._show(screen.overview(self._exercises, self._points(), self.at)),
            "q": self._leave,
        }
        for key in keys:
            does.get(key, lambda: None)()

    def hear(self) -> None:
        """Show a run's verdict, keep its points, and with full marks point to the next exercise."""
        told = self._judging.take()
        if told is None:
            return
        if not told.timing:
            told = self._kept(told)
        holds = not told.timing and told.verdict.points == told.verdict.max_points
        # Keys are about the exercise that is seen; `n` and a save go to what follows.
        self.at, self._following = told.exercise, self._next_open(told.exercise) if holds else None
        self._show(screen.saved(told, self._following, self._folder))

    def wait(self) -> None:
        """Say so if a run takes long."""
        took = time.monotonic() - self._since
        if self._judging.running and took > _PATIENCE and self._console.is_terminal:
            # One line, however narrow the terminal, since a wrapped one could not be overwritten: it is cut at its end.
            says = f"Runs for {took:.0f} s; save again to end it: {self._judging.running.name}"
            self._console.print(Text(says, style="bright_black"), end="\r", no_wrap=True, overflow="ellipsis")

    def _judge(self, exercise: Exercise) -> None:
        self._since = time.monotonic()
        self._show(Text(f"Running {exercise.name}…", style="bright_black"))
        if line := self._judging.begin(exercise):
            self._show(screen.unreadable(exercise, line))

    def _hint(self) -> None:
        from autograder import hint

        self._console.print(screen.hinted(repr(hint(self.at.name))))  # below the card that it is about

    def _leave(self) -> None:
        self.over = True

    def abandon(self) -> None:
        """Leave, since whoever sent the keys has left."""
        self._console.print("watch: standard input has ended, so it ends, too. `autograder watch </dev/null` goes on.")
        self._leave()

    def _show(self, what: RenderableType) -> None:
        self._console.clear()  # does nothing if this is no terminal
        self._console.print(screen.header(self._exercises, self._points()))
        self._console.print(what)
        if self._console.is_terminal:
            self._console.print(screen.footer())

    def _kept(self, told: Told) -> Told:
        """Enter points and mistake in the logbook; return the verdict with as much help as the learner is due."""
        from autograder.notebook.helping import answer_in, entered

        verdict = entered(told.verdict, answer_in(told.source, told.exercise.name), self._progress)
        if self._progress.told:
            self._console.print(Text(self._progress.told, style="yellow"))
        return replace(told, verdict=verdict)

    def _points(self) -> dict[str, int]:
        found = {each.name: self._progress.points(each.name) for each in self._exercises}
        return {name: points for name, points in found.items() if points is not None}

    def _next_open(self, after: Exercise) -> Exercise | None:
        """Return the first exercise that lacks points, from one on and then from the start; None if none does."""
        place = self._exercises.index(after) + 1
        return first_open((*self._exercises[place:], *self._exercises[:place]), self._progress)

    def _neighbour(self, step: int) -> Exercise:
        return self._exercises[(self._exercises.index(self.at) + step) % len(self._exercises)]

    def _is_begun(self, exercise: Exercise) -> bool:
        try:
            # Only a file is read: a pipe would make us wait for a writer.
            if not exercise.path.is_file() or exercise.path.stat().st_size > ANSWER:
                return True
            return begun(exercise, decode_source(exercise.path.read_bytes()))
        except (OSError, ValueError, SyntaxError, LookupError):
            return True  # `begin` says what is wrong with it

    def _stamped(self) -> dict[Path, _Stamp]:
        """Return when each file was written. One that is missing, as while an editor replaces it, is left out."""
        found = {}
        for each in self._exercises:
            try:
                about = each.path.stat()
            except OSError:
                continue
            found[each.path] = (about.st_mtime_ns, about.st_size, about.st_ino)
        return found


def watch(folder: Path, asked: str | None) -> int:
    """Watch a learner's folder until the learner leaves; return the exit code.

    Raise CourseError if no exercise has the name `asked`, or the folder can't be written.
    """
    all_of_them = exercises(folder)
    first = named(all_of_them, asked) if asked else None
    console = console_of_its_width()
    if lay_out(folder, all_of_them):
        console.print(f"{len(all_of_them)} exercises are in {folder / 'exercises'}, a file each.")
    console.print("Warming up: a few seconds, once.")
    judging = Judging()
    try:
        at_work = Watch(folder, all_of_them, judging, Progress.at_home(), console)
        _until_over(at_work, judging, first or at_work.at)
    except KeyboardInterrupt:
        pass
    finally:
        judging.close()
    console.print("Go on with `autograder watch`. `autograder progress` shows how far you are.")
    return 0


def _until_over(at_work: Watch, judging: Judging, first: Exercise) -> None:
    """Go on until the learner leaves, or whoever sent the keys. Of /dev/null none can come: go on until interrupted."""
    is_left = False
    with pressed_at_once() as keys, selectors.DefaultSelector() as selector:
        selector.register(judging, selectors.EVENT_READ)
        if keys is not None:
            try:
                selector.register(keys, selectors.EVENT_READ)
            except PermissionError:  # a file, or /dev/null: no key will come
                keys = None
        at_work.open(first)
        while not at_work.over:
            ready = {key.fd for key, _ in selector.select(_PAUSE)}
            if judging.fileno() in ready:
                at_work.hear()
            if keys in ready:
                said = pressed(keys)
                if said is None:  # the terminal is gone, or the program that sent keys: nobody looks any more
                    selector.unregister(keys)
                    keys, is_left = None, True
                else:
                    at_work.press(said)
            at_work.look()
            at_work.wait()
            if is_left and judging.running is None:  # what it asked for was answered
                at_work.abandon()
