"""The kernelspec `autograder`, as other people's tools use it: they know nothing of zygotes and boxes."""

import os
import sys
import tempfile
from importlib.metadata import entry_points
from pathlib import Path

import nbformat
import papermill
import pytest
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager, start_new_kernel
from nbclient import NotebookClient
from nbformat import v4

import autograder.execute
from autograder.execute import provisioner, sandbox

pytestmark = pytest.mark.skipif(bool(sandbox.lacking()), reason="this machine can't hold a kernel in a box")
SPECS = Path(autograder.execute.__file__).parent / "kernels"


@pytest.fixture(autouse=True)
def _spec(monkeypatch, tmp_path):
    """Have Jupyter find the kernelspec that lies in the package, installed or not; count homes apart."""
    (tmp_path / "kernels").symlink_to(SPECS)
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    short = tempfile.mkdtemp(prefix="t-")
    monkeypatch.setattr(tempfile, "tempdir", short)
    yield
    assert os.listdir(short) == [], "every home goes with its kernel"
    os.rmdir(short)


def text_of(cell) -> str:
    return "".join(output.get("text", "") for output in cell.outputs)


def test_jupyter_finds_the_provisioner_and_the_kernel():
    (found,) = entry_points(group="jupyter_client.kernel_provisioners", name="autograder")
    assert found.load() is provisioner.WarmProvisioner
    assert "autograder" in KernelSpecManager().find_kernel_specs()


def test_nbclient_runs_a_notebook_in_it():
    notebook = v4.new_notebook(cells=[v4.new_code_cell("import os, sys; print(os.getcwd(), 'torch' in sys.modules)")])
    NotebookClient(notebook, kernel_name="autograder").execute()
    where, warm = text_of(notebook.cells[0]).split()
    assert where.endswith("/work")
    assert warm == "True"


def test_papermill_runs_a_notebook_in_it(tmp_path):
    spec = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    cells = [v4.new_code_cell("n = 1", metadata={"tags": ["parameters"]}), v4.new_code_cell("print(n)")]
    nbformat.write(v4.new_notebook(cells=cells, metadata=spec), tmp_path / "a.ipynb")
    done = papermill.execute_notebook(
        tmp_path / "a.ipynb", tmp_path / "b.ipynb", {"n": 42}, kernel_name="autograder", language="python",
        progress_bar=False,
    )  # fmt: skip
    assert text_of(done.cells[-1]) == "42\n"


def test_it_takes_nothing_of_the_clients_environment_but_the_seed(monkeypatch):
    monkeypatch.setenv("A_TOKEN_OF_THE_GRADER", "1")
    notebook = v4.new_notebook(cells=[v4.new_code_cell("import os; print(*os.environ)\nprint(os.environ['HOME'])")])
    NotebookClient(notebook, kernel_name="autograder").execute(env={**os.environ, "AUTOGRADER_SEED": "7"})
    names, home = text_of(notebook.cells[0]).splitlines()
    assert "A_TOKEN_OF_THE_GRADER" not in names
    assert "JPY_PARENT_PID" not in names
    assert {"AUTOGRADER_OBSERVE_ONLY", "AUTOGRADER_SEED", "OMP_NUM_THREADS"} <= set(names.split())
    assert home != os.environ.get("HOME")


def test_what_is_drawn_and_made_differs_from_kernel_to_kernel():
    cell = "import random, tempfile, torch\nimport numpy as np\n"
    cell += "print(random.random(), np.random.rand(), float(torch.rand(())), tempfile.gettempdir(), sep='\\n')"
    both = []
    for _ in range(2):
        notebook = v4.new_notebook(cells=[v4.new_code_cell(cell)])
        NotebookClient(notebook, kernel_name="autograder").execute()
        both.append(text_of(notebook.cells[0]).splitlines())
    assert all(one != other for one, other in zip(*both, strict=True))


def test_backward_and_threads_do_not_hang():
    cell = "import torch\nx = torch.ones(300, 300, requires_grad=True)\n(x @ x).sum().backward()\n"
    cell += "print(torch.get_num_threads())"
    notebook = v4.new_notebook(cells=[v4.new_code_cell(cell)])
    NotebookClient(notebook, kernel_name="autograder", timeout=60).execute()
    assert text_of(notebook.cells[0]) == "1\n"


def test_a_restart_keeps_its_clients_and_forgets_its_names():
    manager, client = start_new_kernel(kernel_name="autograder")
    try:
        client.execute_interactive("x = 5", timeout=60)
        manager.restart_kernel(now=True)
        client.wait_for_ready(timeout=60)
        reply = client.execute_interactive("x", timeout=60, output_hook=lambda _: None)
        assert reply["content"]["ename"] == "NameError"
        assert manager.is_alive()
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    assert not manager.is_alive()


def test_a_polite_shutdown_ends_it_too():
    manager, client = start_new_kernel(kernel_name="autograder")
    client.stop_channels()
    manager.shutdown_kernel(now=False)
    assert not manager.is_alive()


def test_a_zygote_that_does_not_start_is_one_clear_line(monkeypatch):
    from autograder.execute import forks

    broken = "import sys; sys.exit('zygote: something is missing')"
    monkeypatch.setattr(forks, "_COMMAND", (sys.executable, "-I", "-c", broken))
    zygote = forks.Zygote.start()
    monkeypatch.setattr(provisioner, "zygote", lambda: zygote)
    manager = KernelManager(kernel_name="autograder")
    with pytest.raises(RuntimeError, match="zygote: something is missing"):
        manager.start_kernel()
    manager.cleanup_resources()
    zygote.close()


def test_any_tree_is_removed():
    home = provisioner.private_home()
    deep = home / "work"
    for _ in range(60):
        deep /= "d" * 30
    os.makedirs(deep)
    (home / "work" / "shut").mkdir(mode=0)
    at = os.open(home / "tmp", os.O_RDONLY)
    for _ in range(1500):  # deeper than Python's own recursion
        os.mkdir("e", dir_fd=at)
        below = os.open("e", os.O_RDONLY, dir_fd=at)
        os.close(at)
        at = below
    os.close(at)
    provisioner.remove(home)
    assert not home.exists()
