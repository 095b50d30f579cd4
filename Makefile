# Everything here is a line or two; the work is done by `autograder` (see `.venv/bin/autograder --help`).
PYTHON ?= python3
export PATH := $(CURDIR)/.venv/bin:$(PATH)

.DEFAULT_GOAL := help
.PHONY: help install demo test test-all test-torch hostile lab bench student-wheel site pictures

help:  ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 15

install: .venv/installed  ## make .venv and install the locked requirements and the course into it

demo: install  ## build a demo class, grade it, and show the class table
	@autograder demo

test: install  ## run everything that CI runs (10 to 15 minutes on two cores)
	@python tests/run_everything.py

test-all: install .venv/site  ## run the long tests too: more seeds, default sizes, many kills (an hour or so)
	@python tests/run_everything.py --long

test-torch:  ## try another version, some GB and 40 minutes: make test-torch TORCH=2.14.1 PYTHON=python3.12
	@$(PYTHON) tests/try_torch.py $(or $(TORCH),$(error TORCH=2.14.1, say, is needed)) $(if $(KEEP),--keep $(KEEP))

hostile: install  ## grade a hostile class beside honest students: case, invariant, held or fell (half an hour)
	@python tests/hostile/hostile_class.py

lab: install  ## open JupyterLab on your copy of lesson 01, in work/
	@autograder lab

bench: install  ## measure what grading costs, beside stock nbgrader (some 15 minutes on two cores)
	cd benchmarks && for each in a_kernel check_time a_submission growth; do python $$each.py || exit; done

student-wheel: install  ## build the wheel to give to students, into dist/: it judges, and holds no solution
	@python docs/student_wheel/build.py dist

site: install .venv/site  ## make the course's site in build/site/html (some minutes: it runs the lessons)
	@python docs/site/build.py

pictures: install  ## make every picture of the README anew
	@python docs/make_pictures.py

.venv/site: .venv/installed docs/site/requirements.lock
	@echo "installing what the site is made with"
	@.venv/bin/pip install --quiet --disable-pip-version-check -r docs/site/requirements.lock -c requirements.lock
	@touch $@

# The stamp is newer than the lock and the settings as long as what they name is installed.
.venv/installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info; (3, 11) <= v < (3, 14) or sys.exit("make: Python 3.11, 3.12 or 3.13 is needed, $(PYTHON) is %d.%d. Next: make install PYTHON=python3.11" % v[:2])'
	@test -x .venv/bin/pip || { echo "making .venv"; $(PYTHON) -m venv .venv; }
	@echo "installing $$(grep -c == requirements.lock) packages (a minute or more, torch is large)"
	@.venv/bin/pip install --quiet --disable-pip-version-check -r requirements.lock
	@echo "installing the course"
	@.venv/bin/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@echo "installing its kernel"
	@.venv/bin/jupyter kernelspec install --sys-prefix --name autograder --log-level ERROR autograder/execute/kernels/autograder
	@echo "compiling what is not compiled yet"
	@.venv/bin/python -m compileall -qq .venv/lib autograder || true  # some package's tests are for another Python
	@echo "installed in .venv"
	@touch $@
