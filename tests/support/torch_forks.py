"""Programs that run in forks of a Python that has imported torch, all that torch imports late, and nothing else.

TorchForks(folder)  the process that is forked; `close` ends it
run                 a program's text and environment → its exit code and output
autograder          the same for our command line, by its arguments
"""

import json
import os
import subprocess
import sys
from pathlib import Path

_FORKS = """
import json, os, sys, traceback
import torch._dynamo
for line in sys.stdin:
    source, environment, paths = json.loads(line)
    if not (child := os.fork()):
        code = 1
        try:
            for stream, path in enumerate(paths, start=1):
                os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), stream)
            os.environ.clear()
            os.environ.update(environment)
            exec(compile(source, "<program>", "exec"), {"__name__": "__main__"})
            code = 0
        except SystemExit as left:
            code = left.code if isinstance(left.code, int) else int(left.code is not None)
            if code and isinstance(left.code, str):
                print(left.code, file=sys.stderr)
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


class TorchForks:
    """A process with torch, in whose forks programs run, one after another."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process = subprocess.Popen(
            [sys.executable, "-c", _FORKS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def run(self, source: str, environment: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        """Run a program; its environment is this process's where none is given."""
        paths = [self._folder / name for name in ("out", "err")]
        order = [source, dict(os.environ) if environment is None else environment, [*map(str, paths)]]
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps(order), file=self._process.stdin, flush=True)
        code = int(self._process.stdout.readline())
        out, err = (path.read_text() for path in paths)
        return subprocess.CompletedProcess(["python", "-c", source], code, out, err)

    def autograder(
        self, *words: str, within: Path | None = None, environment: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run the command line within a folder, here where none is given."""
        there = f"import os, sys; os.chdir({str(within or Path.cwd())!r}); sys.argv[1:] = {[*words]!r}"
        return self.run(f"{there}; from autograder import cli; cli.main()", environment)

    def close(self) -> None:
        """End the process."""
        self._process.communicate()
