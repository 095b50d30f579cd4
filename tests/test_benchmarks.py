"""The benchmarks run, on as little as can be; what they measure then is no measure."""

import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[1] / "benchmarks"
SMALL = {
    "a_kernel.py --runs 2": "times the floor",
    "a_submission.py --repeats 1 --submissions 2": "without bytecode: CPU seconds",
    "before_after.py HEAD --submissions 2 --checks 01 --repeats 1": "check() of the median question: before, after",
    "check_time.py --repeats 1 --lessons 01": "slow: ",
    "growth.py --sizes 3 4 --few 2 --workers 3 --flanks 1": "with one worker : with two",
    "trend_noise.py --runs 1 --question hvp": "busy  naive     CONTRADICTED 1",
}


@pytest.mark.long
@pytest.mark.timeout(1800)  # some minutes where nothing else runs
@pytest.mark.parametrize("words", SMALL)
def test_it_runs_and_prints_what_it_measured(words):
    script, *options = words.split()
    done = subprocess.run([sys.executable, FOLDER / script, *options], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert SMALL[words] in done.stdout
