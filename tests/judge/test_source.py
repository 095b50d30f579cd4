"""The source that a submission brought: what reaches further than an answer needs is told, and decent code is not."""

import json
from pathlib import Path

import pytest
from support.honest_code import LIVELY

from autograder.corpus import header
from autograder.judge import look_through
from autograder.judge.source import MOST_OF_A_CELL

CORPUS = Path(__file__).parent.parent / "corpus"
GIVEN = [
    "import torch\nimport torch.nn.functional as F\nfrom torch.func import vjp, vmap\nfrom autograder import check"
]


def says(text: str) -> list[str]:
    ((_, _, found),) = look_through([("", text)]).cells
    return [each.says for each in found]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("import ctypes", "imports ctypes"),
        ("import torch.library as l", "imports torch.library"),
        ("from torch import overrides", "reaches for torch.overrides"),
        ("from . import beside", "imports what lies beside it"),
        ("import _thread", "imports _thread"),
        ("import autograder.notebook", "imports autograder.notebook"),
        ("from autograder.questions import LESSONS", "imports autograder.questions"),
        ("import torch\ntorch.sys", "reaches for torch.sys"),
        ("import torch\ntorch.ops.autograder.mark(1, 'f')", "reaches for torch.ops.autograder.mark"),
        ("import torch as t\nm = t\nm.library.define('x')", "reaches for torch.library.define"),
        ("import torch\ng(torch)", "hands on torch"),
        ("import torch\ntorch.load('x')", "reaches for torch.load"),
        ("import functools\nfunctools.sys", "reaches for functools.sys"),
        ("import sys\nsys._getframe(1)", "reaches for sys._getframe"),
        ("from sys import settrace", "reaches for sys.settrace"),
        ("f.__globals__['seen'].clear()", "reaches for .__globals__"),
        ("f.func_globals", "reaches for .func_globals"),
        ("t._C", "reaches for ._C"),
        ("import torch\nx._C = 1\ntorch._C", "reaches for torch._C"),
        ("from torch.func import jacrev\njacrev.__wrapped__", "reaches for torch.func.jacrev.__wrapped__"),
        ("g.gi_frame", "reaches for .gi_frame"),
        ("match f:\n case object(__globals__=g): pass", "reaches for .__globals__"),
        ("getattr(f, name)", "calls getattr with a name that it works out"),
        ("getattr(f, '__globals__')", "reaches for .__globals__"),
        ("import torch\ngetattr(torch, 'library')", "reaches for torch.library"),
        ("import torch\nw = getattr(torch.utils, 'data')", "hands on torch.utils.data"),
        ("import torch\nsetattr(torch, 'grad', 1)", "changes torch"),
        ("map(getattr, a, b)", "hands on getattr"),
        ("import operator as o\no.attrgetter('a.__globals__')(f)", "reaches for .a.__globals__"),
        ("from operator import attrgetter as a\na(n)(f)", "calls operator.attrgetter with a name that it works out"),
        ("import torch\ntorch.autograd.grad = 1", "changes torch.autograd.grad"),
        ("from torch import Tensor\nTensor.backward = 1", "changes torch.Tensor.backward"),
        ("type(x).backward = 1", "changes .backward"),
        ("import torch\ndel torch.Tensor.norm", "changes torch.Tensor.norm"),
        ("import torch\nfor torch.x in y: pass", "changes torch.x"),
        ("x.__class__ = Sly", "changes .__class__"),
        ("type('T', (), {})", "makes a class by calling type"),
        ("a = {'__torch_function__': 1}", "holds the name «__torch_function__»"),
        ("class T:\n def __torch_dispatch__(self): pass", "defines __torch_dispatch__"),
        ("class T:\n def _repr_mimebundle_(self): pass", "defines _repr_mimebundle_"),
        *((f"{name}(x)", f"uses {name}") for name in ("eval", "exec", "compile", "open", "globals", "vars")),
        ("__import__('os')", "uses __import__"),
        ("__builtins__", "uses __builtins__"),
        ("get_ipython()", "uses get_ipython"),
        ("display({'a': 1}, raw=True)", "displays what it made itself, raw"),
        ("display({'a': 1}, **more)", "displays what it made itself, raw"),
        ("show = display", "hands on display"),
        ("check = print", "gives «check» another meaning"),
        ("def check(f): pass", "gives «check» another meaning"),
        ("x = 'application/vnd.autograder.evidence+json'", "holds the name «application/vnd.autograder.evidence+json»"),
        ("import string\nstring.Formatter().get_field(n, (f,), {})", "reaches for string.Formatter"),
        ("import ipywidgets\nipywidgets.get_ipython()", "reaches for ipywidgets.get_ipython"),
        ("import logging\nlogging.currentframe()", "reaches for logging.currentframe"),
        ("import abc\nabc.ABCMeta('T', (), {n: g})", "reaches for abc.ABCMeta"),
        ("import torch\ntorch.UntypedStorage.from_file(p)", "reaches for torch.UntypedStorage.from_file"),
        ("import copy\ncopy.dispatch_table[T] = g", "changes copy.dispatch_table"),
        ("def g(z: \"__import__('os')\"): pass", "has an annotation that can be run"),
        ("z: 'list[h(1)]' = 1", "has an annotation that can be run"),
        ("from functools import wraps\nwraps(g, assigned=(n,))(h)", "calls functools.wraps with names of its own"),
        ("from functools import wraps\nwraps(g, (n,))(h)", "calls functools.wraps with names of its own"),
        (
            "import functools as t\nt.partial(t.update_wrapper, h, g, (n,))()",
            "calls functools.partial with names of its own",
        ),
        ("if x.is_meta: pass", "reaches for .is_meta"),
        ("if x.device.type == 'meta': pass", "holds the name «meta»"),
        ("import torch\nif x.device == torch.device(device='meta'): pass", "holds the name «meta»"),
        ("if x.device.type == dict(device='meta')['device']: pass", "holds the name «meta»"),
        ("class T:\n    def __getattr__(self, name): return lambda *_: '<b>7 of 7</b>'", "defines __getattr__"),
        ("class T:\n    def __getattr__(self, name): return getattr(self.held, '_re' + name)", "defines __getattr__"),
        ("class T:\n    def __getattr__(self, name): return getattr(name, self.held)", "defines __getattr__"),
        (
            "class T:\n    def __getattr__(self, name): return getattr(self.held, name)\nT().__getattr__('a')",
            "reaches for .__getattr__",
        ),
        ("import torch\nobject.__setattr__(torch.func, 'vmap', mine)", "changes torch.func"),
        ("object.__setattr__(x, 'matmul', mine)", "changes .matmul"),
        ("object.__setattr__(x, name, mine)", "calls setattr with a name that it works out"),
        ("put = object.__setattr__", "reaches for .__setattr__"),
        ("from sys import *\nsetprofile(None)", "imports all of sys"),
        ("from torch import *\nload(File())", "reaches for torch.load"),
        ("from torch import *\nCompilationUnit(text)", "reaches for torch.CompilationUnit"),
        (
            "from torch.autograd.gradcheck import *\nget_numerical_jacobian(f, x)",
            "reaches for torch.autograd.gradcheck.get_numerical_j…",
        ),
        ("import torch as __builtins__\nsys", "defines __builtins__"),
        ("match m:\n case __builtins__: pass", "defines __builtins__"),
        ("class T:\n    from torch import abs as _repr_html_", "defines _repr_html_"),
        ("getattr(text, 'format')(f)", "reaches for .format"),
        ("import operator as o\no.methodcaller('format', f)(text)", "reaches for .format"),
        ("s = figure.savefig\ns('x.py', format='raw')", "hands on .savefig"),
        ("from matplotlib.pyplot import savefig\nsavefig('x.py')", "writes a file that may be no picture"),
        ("from matplotlib.pyplot import savefig\n[savefig]", "hands on savefig"),
        ("getattr(figure, 'savefig')('x.py', format='raw')", "reaches for .savefig"),
        ("add = m.add_module\nadd(n, m)", "hands on .add_module"),
        ("import numpy as np\nnp.test(extra_argv=['-p', 'answer'])", "reaches for numpy.test"),
        ("import numpy as np\nnp.random.PCG64().cffi", "reaches for .cffi"),
        ("from operator import *\nattrgetter(n)(f)", "calls operator.attrgetter with a name that it works out"),
        ("import operator as o\n[o.attrgetter][0](n)(f)", "hands on operator.attrgetter"),
        ("import operator as o\ndef h(x, g=o.attrgetter): pass", "hands on operator.attrgetter"),
        ("import operator as o\na, b = o.attrgetter, 1", "hands on operator.attrgetter"),
        ("m.attrgetter(n)(f)", "reaches for .attrgetter"),
        ("import sys as m\nm.setprofile(None)\nif True:\n import math as m", "reaches for sys.setprofile"),
        ("if a:\n m = s\nif b:\n if c:\n  import sys as s\nm.setprofile(None)", "reaches for sys.setprofile"),
        ("import sys as s\nh = lambda s: 0\n(t,) = (s,)", "hands on sys"),
        ("import sys as s\nh = lambda s, t=s: 0", "hands on sys"),
        ("import sys as s\nx = [t for s in (s,)]", "hands on sys"),
        ("def g(s):\n import sys as s\n h(s)", "hands on sys"),
        ("import sys as s\ndef g():\n global s\n s = 1\n h(s)", "hands on sys"),
        ("import torch\ntorch.get_device_module('cpu')", "reaches for torch.get_device_module"),
        ("m.library.Library", "reaches for .library"),
        ("from torch.utils import cpp_extension", "reaches for torch.utils.cpp_extension"),
        ("from logging import config", "reaches for logging.config"),
        ("import numpy\nnumpy.ctypeslib.load_library(n, p)", "reaches for numpy.ctypeslib.load_library"),
        ("import numpy\nnumpy.testing.rundocs(p)", "reaches for numpy.testing.rundocs"),
        ("import ipywidgets\nipywidgets.IntSlider().comm.kernel", "reaches for .comm"),
        ("class K:\n def _ip(self): pass\nexit._ip.run_cell(t)", "uses exit"),
        ("k._ip = 0\nx._ip", "reaches for ._ip"),
        ("class K:\n def gi_frame(self): pass\ng.gi_frame", "reaches for .gi_frame"),
        ("class K:\n def _C(self): pass\nm._C", "reaches for ._C"),
        ("import contextlib\nclass R(contextlib.redirect_stdout):\n _stream = n", "changes ._stream"),
        ("import contextlib\nclass Q(contextlib.redirect_stdout): pass\nclass R(Q):\n _stream = n", "changes ._stream"),
        ("import contextlib\nr = contextlib.redirect_stdout(g)\nr._stream = n", "reaches for ._stream"),
        ("import enum\nenum.Enum('T', names, type=X)", "makes a class by calling one"),
        ("import enum\nclass E(enum.Enum): pass\nE('T', names)", "makes a class by calling one"),
        ("class M(type): pass", "makes a class by another class"),
        ("class T(metaclass=M): pass", "makes a class by another class"),
        ("t = type", "hands on type"),
        ("type.__call__(k, 'T', (), held)", "hands on type"),
        ("type(int)('T', (), held)", "asks for the class of a class"),
        ("type(c)('T', (), held)", "makes a class by calling one"),
        ("int.__class__('T', (), held)", "makes a class by calling one"),
        ("type(*parts)", "makes a class by calling type"),
        ('def g(z) -> "h(1)": pass', "has an annotation that can be run"),
        ("import functools\nfunctools.singledispatch(g)", "reaches for functools.singledispatch"),
        ("import inspect\ninspect.signature(g, eval_str=True)", "calls inspect.signature with names of its own"),
        ("class P:\n __match_args__ = names", "defines __match_args__"),
        (
            "from collections import namedtuple\nnamedtuple('P', n)",
            "calls collections.namedtuple with names of its own",
        ),
        ("from collections import namedtuple\nnamedtuple('P', 'a gi_frame')", "holds the name «a gi_frame»"),
        ("class P:\n gi_frame: object = None", "defines gi_frame"),
        (
            "from types import SimpleNamespace\nSimpleNamespace(**held)",
            "calls types.SimpleNamespace with names of its own",
        ),
        ("T = type(x)\nT.norm = g", "changes .norm"),
        ("x.__class__.backward = g", "changes .backward"),
        ("setattr(T, 'backward', g)", "changes .backward"),
        ("class A:\n def g(self):\n  self = type(x)\n  self.norm = g", "changes .norm"),
        ("from copy import dispatch_table\ng(dispatch_table)", "reaches for copy.dispatch_table"),
        ("import numpy\nnumpy.sctypeDict.clear()", "reaches for numpy.sctypeDict.clear"),
        ("match mine:\n case check: pass", "gives «check» another meaning"),
        ("from torch import tensor as check", "gives «check» another meaning"),
        ("  import ctypes\n  ctypes.x", "imports ctypes"),
        ("\n\n\timport ctypes\n\tx", "imports ctypes"),
        ("# a\n... import ctypes", "is read by IPython alone"),
        ("[ins] In [1]: import ctypes", "imports ctypes"),
        ('g = getattr(f, """\\\n... __globals__""")\n>>> 1', "reaches for .__globals__"),
        ('    g = getattr(f, """\\\n    __globals__""")', "reaches for .__globals__"),
        ("class K:\n s = sys\nimport sys", "hands on sys"),
        ("class K:\n if a:\n  import sys as s", "hands on sys"),
        ("class K:\n from concurrent import futures", "hands on concurrent.futures"),
        ("from __future__ import barry_as_FLUFL", "reaches for __future__.barry_as_FLUFL"),
        ("from torch.utils._pytree import GetAttrKey", "reaches for torch.utils._pytree.GetAttrKey"),
        ("import torch.utils._pytree as p\np.key_get(f, path)", "reaches for torch.utils._pytree.key_get"),
        ("from functorch import make_fx", "reaches for functorch.make_fx"),
        ("import torch\ntorch.compile(f, backend=mine)", "calls torch.compile with a backend of its own"),
        ("import torch\ntorch.compile(f, **mine)", "calls torch.compile with a backend of its own"),
        ("import torch\ntorch.compiler.allow_in_graph(f)", "reaches for torch.compiler.allow_in_graph"),
        ("y.grad_fn.next_functions", "reaches for .next_functions"),
        ("'{0.__globals__}'.format(f)", "holds the name «{0.__globals__}»"),
        ("'{g.gi_frame}'.format(g=g)", "holds the name «{g.gi_frame}»"),
        ("a.tofile('statistics.py')", "reaches for .tofile"),
        ("import logging\nlogging.basicConfig(filename=p)", "calls logging.basicConfig with what it opens"),
        (
            "from IPython.display import Markdown\nMarkdown(None, None, p)",
            "calls IPython.display.Markdown with what it opens",
        ),
        ("from IPython.display import Math\nMath(url=p)", "calls IPython.display.Math with what it opens"),
        ("import numbers\nnumbers.Number.register(T)", "changes numbers.Number.register"),
        ("import ipywidgets\nipywidgets.IntSlider().traits()", "reaches for .traits"),
        ("import ipywidgets\nipywidgets.dlink(a, b)", "reaches for ipywidgets.dlink"),
        ("import matplotlib.pyplot as plt\nplt.rc('figure', hooks=[h])", "reaches for matplotlib.pyplot.rc"),
        ("import torch\ntorch.cuda.CUDAPluggableAllocator(p, a, b)", "reaches for torch.cuda.CUDAPluggableAllocator"),
        ("import torch\ntorch.utils.swap_tensors(x, y)", "reaches for torch.utils.swap_tensors"),
        ("ｅｖａｌ(x)", "uses eval"),
        ("f.__ｇlobals__", "reaches for .__globals__"),
        ("import matplotlib.pyplot as plt\nplt.backend_registry.x", "reaches for matplotlib.pyplot.backend_registry.x"),
        ("from matplotlib import rcParams", "reaches for matplotlib.rcParams"),
        ("import matplotlib as m\nm.Path(p).write_text(t)", "reaches for matplotlib.Path"),
        ("import matplotlib\nmatplotlib.use(p)", "calls matplotlib.use with a name that it works out"),
        ("import matplotlib\nmatplotlib.use('module://sys')", "reaches for .module://sys"),
        ("r.load_backend_module(p)", "reaches for .load_backend_module"),
        ("import matplotlib.pyplot as plt\nplt.imsave(p, a)", "reaches for matplotlib.pyplot.imsave"),
        ("fig.savefig('statistics.py', format='raw')", "writes a file that may be no picture"),
        ("fig.savefig('a.png', format=kind)", "writes a file that may be no picture"),
        ("fig.savefig(p)", "writes a file that may be no picture"),
        ("fig.canvas.print_raw(p)", "reaches for .print_raw"),
        ("t.format(f)", "formats by a text that it works out"),
        ("('{0.' + a + '}').format(f)", "formats by a text that it works out"),
        ("str.format(t, f)", "formats by a text that it works out"),
        ("f'{{0.{a}}}'.format_map(d)", "formats by a text that it works out"),
        ("import logging\nlogging.Formatter(t, style='{')", "calls logging.Formatter with what it opens"),
        ("class A:\n _repr_mimebundle_ = g", "defines _repr_mimebundle_"),
        ("class A:\n (_repr_html_ := g)", "defines _repr_html_"),
        ("class A:\n for _ipython_display_ in h: pass", "defines _ipython_display_"),
        ("class A:\n def __init__(self): self._repr_mimebundle_ = g", "changes ._repr_mimebundle_"),
        ("from types import SimpleNamespace as S\nS(_repr_mimebundle_=g)", "defines _repr_mimebundle_"),
        ("from types import SimpleNamespace as S\nS(gi_frame=g)", "defines gi_frame"),
        ("import torch\ntorch.nn.ModuleDict({n: m})", "reaches for torch.nn.ModuleDict"),
        ("m.add_module('_repr_mimebundle_', k)", "holds the name «_repr_mimebundle_»"),
        ("m.register_buffer(n, x)", "calls .register_buffer with a name that it works out"),
        (
            "from torch.utils.data import DataLoader as D\nD(d, num_workers=1)",
            "calls torch.utils.data.DataLoader with what it opens",
        ),
        (
            "from torch.autograd.gradcheck import get_analytical_jacobian",
            "reaches for torch.autograd.gradcheck.get_analytical_…",
        ),
        ("import contextlib\ncontextlib.wraps(g, (n,))(h)", "reaches for contextlib.wraps"),
        ("import fractions\nfractions.operator.attrgetter(n)(f)", "reaches for fractions.operator.attrgetter"),
        ("import torch\ntorch.DoubleTensor(rows)", "calls torch.DoubleTensor with numbers that nobody follows"),
        ("import sys\nsys += catch", "hands on sys"),
        ("getattr |= catch", "hands on getattr"),
        ("def g():\n global open\n open @= catch", "uses open"),
        ("import sys\nm = [((x and (sys := 1)), sys) for x in [0]]", "hands on sys"),
        ("g = {(x and (getattr := 1)): getattr for x in [0]}", "hands on getattr"),
        ("def g(getattr):\n class K:\n  global getattr\n  held = (getattr,)", "hands on getattr"),
        ("def g(getattr):\n class K:\n  if x: getattr = 1\n  held = (getattr,)", "hands on getattr"),
        ("kind = type(1)", "keeps an object's class"),
        ("kind = x.__class__.__class__", "keeps an object's class"),
        ("g(type(x))", "keeps an object's class"),
        ("ok = type(1) == catch", "keeps an object's class"),
        ("def print(k): return k\nprint(type(1))", "keeps an object's class"),
        ("def isinstance(k, kind): return kind\nisinstance(1, type)", "hands on type"),
        ("ok = type == catch", "hands on type"),
        ("kinds = map(type, [int])", "hands on type"),
        ("def g(kind, *parts): return type(kind)(*parts)", "makes a class by calling one"),
        ("import typing\ntyping.NamedTupleMeta(n, (), d)", "reaches for typing.NamedTupleMeta"),
        ("def g(kind): kind.layout = property(h)", "changes .layout"),
        ("type[int]('K', (), names)", "hands on type"),
        ("import typing\ntyping.Type[int]('K', (), names)", "reaches for typing.Type"),
        (
            "import inspect\ndef g(x: type): pass\ninspect.signature(g).parameters['x'].annotation",
            "reaches for .annotation",
        ),
        ("import dataclasses\n@dataclasses.dataclass\nclass K:\n x: type[int]", "hands on type"),
        ("g = text.format", "formats by a text that it works out"),
        ("list(map(str.format, texts, fs))", "formats by a text that it works out"),
        # What is judged by its arguments can be handed on: it is then called with others, or derived from.
        ("import logging\nlist(map(logging.Formatter, [t], [None], ['{']))", "hands on logging.Formatter"),
        ("import logging\ndef g(made=logging.Formatter): return made(t, None, '{')", "hands on logging.Formatter"),
        ("import logging\nclass F(logging.Formatter): pass\nF(t, None, '{')", "hands on logging.Formatter"),
        (
            "from torch.utils.data import DataLoader as D\nclass L(D): pass\nL(d, num_workers=1)",
            "hands on torch.utils.data.DataLoader",
        ),
        ("from IPython.display import Markdown as M\n[M][0](filename=p).data", "hands on IPython.display.Markdown"),
        ("from IPython.display import Math\nm = Math('x')\nm.reload()", "reaches for .reload"),
        ("import torch\n[torch.compile][0](f, backend=mine)", "hands on torch.compile"),
        ("import torch, functools\nfunctools.partial(torch.compile, backend=mine)(f)", "hands on torch.compile"),
        ("import torch\nx, *_ = map(torch.DoubleTensor, rows)", "hands on torch.DoubleTensor"),
        ("import functools as t\n[t.wraps][0](g, (n,))(h)", "hands on functools.wraps"),
        (
            "import torch\nclass K:\n def type(self, k): return k(rows)\nK().type(torch.DoubleTensor)",
            "hands on torch.DoubleTensor",
        ),
        # Names that a library works with, where the source works them out.
        ("import functools\np = functools.cached_property(g)\np.__set_name__(K, n)", "reaches for .__set_name__"),
        ("import enum\nenum.property.__set_name__(p, K, n)", "reaches for enum.property.__set_name__"),
        ("getattr(p, '__set_name__')(K, n)", "reaches for .__set_name__"),
        ("class K:\n __slots__ = (n,)", "has slots with names of its own"),
        ("class K:\n __slots__ = names", "has slots with names of its own"),
        (
            "from torch.utils.data import IterDataPipe as P\nP.register_function(n, g)",
            "reaches for torch.utils.data.IterDataPipe",
        ),
        (
            "from torch.utils.data import argument_validation",
            "reaches for torch.utils.data.argument_validation",
        ),
        (
            "import torch\nclass B(torch.distributions.Distribution):\n"
            " arg_constraints = {n: c}\n def __getattr__(self, name): return getattr(self.held, name)",
            "defines __getattr__",
        ),
        (
            "class B(made()):\n def __getattr__(self, name): return getattr(self.held, name)",
            "defines __getattr__",
        ),
        (
            "import torch\nclass A(torch.nn.Module): pass\nclass B(A):\n"
            " def __getattr__(self, name): return getattr(self.held, name)",
            "defines __getattr__",
        ),
        ("w.get_state(n)[n].publish_msg('display_data', data)", "reaches for .publish_msg"),
        (
            "import torch\ntorch.autograd.function.custom_function_call.py_impl(k)",
            "reaches for torch.autograd.function.custom_function_…",
        ),
        (
            "from torch.utils.flop_counter import FlopCounterMode as M\nlist(M().flop_registry)",
            "reaches for .flop_registry",
        ),
        # What counts passes asks a tensor for its size.
        ("import torch\nclass T(torch.Tensor):\n def numel(self): return 1", "changes .numel"),
        ("import torch\nclass S(torch.Tensor): pass\nclass T(S):\n untyped_storage = g", "changes .untyped_storage"),
        # Who asks where it is called from knows whether it is timed; so does who decides by the clock.
        (
            "import warnings as w\nwith w.catch_warnings(record=True) as told: pass",
            "calls warnings.catch_warnings with what tells who called",
        ),
        ("import warnings\nwarnings.catch_warnings(**how)", "calls warnings.catch_warnings with what tells who called"),
        ("log.info('here', stacklevel=3)", "calls a function with what tells who called"),
        ("log.info('here', **{'stack_info': True})", "holds the name «stack_info»"),
        ("import contextlib\nwith contextlib.redirect_stderr(kept): g()", "reaches for contextlib.redirect_stderr"),
        ("y.grad_fn.metadata['traceback_']", "reaches for .metadata"),
        ("import time\nif time.perf_counter() - start > 1: g()", "decides by the clock"),
        ("from time import monotonic as now\ndef took(): return now() - a\ng(took() < 2)", "decides by the clock"),
        ("import time\nclass A:\n def b(self):\n  self.t = time.time()\n  while self.t: g()", "decides by the clock"),
        ("import time\ndef a():\n s, t = 0, time.time()\n def b():\n  if t > 3: g()", "decides by the clock"),
        (
            "import time\nlasts = []\nfor f in ways:\n lasts.append(time.time())\nways[lasts.index(min(lasts))]()",
            "decides by the clock",
        ),
        (
            "import time\nlasts = {}\nlasts[f] = time.time()\nmin(ways, key=lambda f: lasts[f])()",
            "decides by the clock",
        ),
        ("import time\nt, u = time.time(), time.time()\nmin((t, f), (u, g))[1]()", "decides by the clock"),
        ("import time\nt = [time.time() for f in ways]\nsorted(zip(t, ways))[0][1]()", "decides by the clock"),
        ("import time\nt = torch.tensor([time.time()])\nways[t.argmin()]()", "decides by the clock"),
        ("import time\nt = [time.time()]\nfor each in t:\n ways[int(each) % 2]()", "decides by the clock"),
        ("import time\ndef a():\n global t\n t = time.time()\ndef b():\n if t > 3: g()", "decides by the clock"),
        *((text, "is read by IPython alone") for text in ("%time f()", "!ls", "x = !ls", "f?", "/f x", "run x.py")),
    ],
)
def test_what_reaches_further_is_told(text, told):
    assert told in says(text)


@pytest.mark.parametrize("name", LIVELY)
def test_a_lively_answer_raises_no_doubt(name):
    ((_, _, found),) = look_through([(name, LIVELY[name])], GIVEN).cells
    assert found == []


@pytest.mark.parametrize(
    "text",
    [
        '"""A docstring may speak of __globals__ and vnd.autograder."""',
        "import functools\n@functools.wraps(g)\ndef h(x: 'Tensor') -> 'tuple[Tensor, ...]': y: 'int | None' = g(x)",
        "from string import ascii_lowercase\nimport torch\nbuffer[0] = torch.einsum(f'{ascii_lowercase[0]}->', x)",
        "class A:\n def __init__(self, f):\n  super().__init__()\n  self._f = f\n\n def __call__(self): self._f",
        "import torch\nfor leaf in leaves:\n    leaf.grad = None\n    leaf.requires_grad = True",
        "import torch\ny = torch.nn.functional.linear(x, torch.linalg.inv(w)).detach().numpy()",
        "def f(x, *, input=None): return getattr(x, 'grad', None), hasattr(x, name), f.__name__",
        "import sys\nprint('x', file=sys.stderr)",
        "from concurrent.futures import ThreadPoolExecutor\nwith ThreadPoolExecutor(1) as pool: pool.submit(f, x)",
        "import torch.func as F\nhelp_ = F\nJ = help_.jacrev(f)(x)",
        "x = (1\n%2)",
        "def broken(:\n    return",
        'def h(x):\n    """Doubles.\n\n    >>> h(1)\n    2\n    """\n    ...\n    return 2 * x',
        "class K:\n    from math import pi\n    two = 2\n    def g(self):\n        import torch\n        t = torch",
        "from IPython.display import Math, display\ndisplay(Math('x'))",
        "import torch\nh = torch.compile(f, backend='eager', dynamic=True)",
        "print('{0.shape}, {1}'.format(x, {'a': 1}))",
        "jacobian.calls = 0\njacobian.calls += 1",
        "import matplotlib\nmatplotlib.use('Agg')\nfig.savefig('slopes.png', dpi=200)",
        "from operator import attrgetter\nimport operator\ng = attrgetter('shape'), operator.attrgetter('dtype')",
        "import torch\nx = torch.Tensor([1, 2]), torch.Tensor(2, 3)\nm.register_buffer('w', x)\nprint('{}'.format(x))",
        "from torch.utils.data import DataLoader\nfor X, y in DataLoader(rows, batch_size=4, shuffle=True): pass",
        "display(x)\nprint(x)",
        "import torch.func as F\ndef h(F, x): return g(F), [F for F in x], lambda F: g(F)",
        "class A:\n def __init__(self): self.mean = self.size = 0\n\n def g(self): return type(self)(self.mean)",
        "ok = isinstance(x, type) and type(x) is type(y) and type(x) == tuple\ndef g(k: type): pass",
        "from typing import NamedTuple\nclass P(NamedTuple):\n    a: int = 0\np = P(1)._replace(a=2)",
        "from collections import namedtuple\nP = namedtuple('P', ['a', 'b'])\nx = type(p)._make(rows)",
        "print(type(x), type(x).__name__)\nif type(x) == tuple: raise TypeError(f'{type(x)}')\ntype(x)",
        "print(', '.join(map('{:.3f}'.format, xs)))\ndef g(vars):\n    vars += 1",
        "import torch.nn.functional as F\nclass K:\n    F = 2\n    def g(self, F): return h(F), [(y := F) for x in xs]",
        "import enum\nclass Colour(enum.Enum):\n    RED = 1\nc = Colour(1)",
        "def g(vars, open): return vars + open",
        "    # all of it indented\n    x = 1\n",
        "import torch\nn = g(torch.empty(3, device='meta')).numel()",
        "class A:\n    def __getattr__(self, name):\n        'Hands on.'\n        return getattr(self.held, name)",
        "class A:\n    def __getattr__(self, name): return getattr(self.held, name)",
        "class A:\n    def __post_init__(self): object.__setattr__(self, 'many', 3)",
        "import torch\nh = getattr(torch.func, 'hessian')(f)\nw = map(getattr(torch.func, 'jacrev'), fs)",
        "import torch\nassert torch.autograd.gradcheck(f, x)\nmany = hasattr(torch, 'func')",
        "import numpy as np\nnp.testing.assert_allclose(a, b, rtol=1e-6)",
        "import torch\nif torch.backends.mps.is_available(): torch.accelerator.current_accelerator()",
        "from torch import *\ny = sin(ones(3))\nprint(stack([y, y]))",
        "import matplotlib.pyplot as plt\nplt.savefig('a.png', dpi=90)\nfigure.savefig('a.pdf')",
        "def test(load): return load\nsave = test(3)",
        "import time\nstart = time.perf_counter()\nif verbose: print(time.perf_counter() - start)",
        # Times that are told, and choose nothing.
        "import time\nt = []\nfor f in ways: t.append(time.time())\nprint(min(t), sorted(t)[len(t) // 2])",
        "import time\nt = {}\nfor n in ns: t[n] = time.time()\nfor n, s in zip(ns, t.values()):\n if n > 9: print(s)",
        "import time\nimport numpy as np\nt = np.append(a, time.time())\nif np.ones(3) > 0: print(len(t) > 3)",
        # Names that are another function's.
        "import time\ndef a():\n s, t = time.time(), 0\n g(s, t)\ndef b(s):\n t = 1.0\n while t > s: t /= 2",
        "import time\nclass A:\n def b(self): self.t = time.time()\ndef c(t):\n if [t] > 3: g()",
        "import warnings\nwarnings.warn('slow', stacklevel=2)\nwith warnings.catch_warnings(): pass",
    ],
)
def test_decent_code_is_not_told_of(text):
    assert says(text) == []


DRAWING = {
    "import matplotlib.pyplot as plt\nplt.np.load(own)": "reaches for matplotlib.pyplot.np.load",
    "import matplotlib.pyplot as plt\nplt.cm.mpl.cbook": "reaches for matplotlib.pyplot.cm.mpl.cbook",
    "from matplotlib.pyplot import np\nnp.load(own)": "reaches for matplotlib.pyplot.np",
    "from matplotlib.pyplot import *\nnp.load(own)": "imports all of matplotlib.pyplot",
    "import matplotlib.pyplot as plt\nplt.plot(x, color=plt.cm.viridis(0.3))": "",
}


def test_what_matplotlib_holds_is_known_and_the_grader_loads_none_of_it(torch_forks):
    code = f"""import json, sys
from autograder.judge import look_through
print(json.dumps([look_through([("", text)], []).doubt for text in {[*DRAWING]!r}]))
assert "matplotlib" not in sys.modules"""
    ended = torch_forks.run(code)
    assert ended.returncode == 0, ended.stderr
    for told, doubt in zip(DRAWING.values(), json.loads(ended.stdout), strict=True):
        assert told in doubt
        assert bool(told) == bool(doubt)


def test_what_a_later_cell_imports_is_known_before():
    cells = [("one", "def g():\n    m.setprofile(None)"), ("two", "import sys as m")]
    assert (
        look_through(cells).doubt == "it reaches further than an answer needs (one: line 2 reaches for sys.setprofile)."
    )
    assert look_through(cells).lines == ("one, line 2 reaches for sys.setprofile: «m.setprofile(None)»",)


def test_the_names_of_given_cells_stand_in_the_others_and_each_line_is_told():
    cells = [
        ("the cell «one»", "x = 1\n\nF.relu = torch.grad = None"),
        ("the cell «two»", "y = F"),
        ("three", "vjp.x = 1"),
    ]
    assert look_through(cells, GIVEN).doubt == (
        "it reaches further than an answer needs (the cell «one»: line 3 changes torch.grad, line 3 changes"
        " torch.nn.functional.relu; three: line 1 changes torch.func.vjp.x)."
    )
    assert look_through([("the cell «one»", "def vjp_once(f, x, v): return vjp(f, x)[1](v)")], GIVEN).doubt == ""


def test_each_reach_is_a_line_with_its_code_and_of_many_the_first_are_told():
    cells = [("cell 1", "import ctypes\nimport torch"), ("cell 2", "x = 1\nf = open('a')  # b")]
    assert look_through(cells).lines == (
        "cell 1, line 1 imports ctypes: «import ctypes»",
        "cell 2, line 2 uses open: «f = open('a')  # b»",
    )
    many = look_through([("", "\n".join(f"import os{number}" for number in range(20)))]).lines
    assert len(many) == 9
    assert many[-1] == "and 12 more"
    assert look_through([("", "import torch")]).lines == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("x = 1\n" * (MOST_OF_A_CELL // 6 + 1), ["is longer than is read"]),
        ("torch" + ".a" * 30_000, ["is nested deeper than is read"]),
        ("-" * 60_000 + "1", ["is nested deeper than is read"]),
        ("x" + "()" * 30_000, ["is nested deeper than is read"]),
        ("(" * 30_000, []),
        ("\0", []),
        ("import torch\na = torch" + ".a" * 60, ["reaches along a long chain of names"]),
        ("import torch\na = torch.a\n" + "a = a.a\n" * 5000, ["reaches along a long chain of names"]),
        ("x" + ".a" * 800 + "\n", ["reaches along a long chain of names"]),
        ("?" * 30_000 + "x", ["is read by IPython alone"]),
    ],
)
def test_no_text_holds_the_reader_up(text, told):
    assert says(text) == told


def test_a_submission_is_read_up_to_a_length():
    cells = [(f"cell {place}", f"x = '{'a' * 60_000}'") for place in range(8)]
    assert "cell 4: line 1 is more than is read of a submission" in look_through(cells).doubt


def test_of_the_right_answers_of_the_corpus_one_in_a_hundred_is_doubted_at_most():
    answers = sorted(CORPUS.glob("[0-9]*/*/right/*.py"))
    doubted = {answer.stem for answer in answers if says(answer.read_text())}
    assert len(answers) > 400
    assert len(doubted) <= len(answers) / 100, doubted


# Hostile answers that forge nothing: right ones that leave a mess, and slow ones that the counts and the clock see.
FORGE_NOTHING = {
    "cast_left_on",
    "cheap_at_small_sizes",
    "equal_to_all",
    "memory",
    "memory_held_as_rows",
    "memory_held_as_sparse",
    "memory_taken_beforehand",
    "other_tool_by_the_clock",
    "remembers_what_was_timed",
    "sparse_result",
    "thread_left_running",
    "warnings_as_errors",
}
# Those that reach for nothing: what they do contradicts itself in the evidence (see their headers).
TOLD_BY_EVIDENCE = {
    "kernel_rebuilt_for_every_pair",
    "memory_held_by_a_library",
    "memory_shared_beforehand",
    "model_rebuilt_from_its_parts",
    "numbers_as_whole_ones",
    "numbers_back_as_sparse",
    "numbers_held_by_dlpack",
    "numbers_held_by_lists",
    "numbers_held_by_numpy",
    "numbers_taken_entry_by_entry",
    "numbers_taken_into_an_array",
    "worked_by_an_earlier_thread",
}


def test_every_forgery_of_the_corpus_that_may_keep_a_mark_is_told():
    answers = [path for path in sorted((CORPUS / "hostile").glob("*.py")) if header(path)["earns"] != "nothing"]
    silent = {path.stem for path in answers if not says(path.read_bytes().decode("utf-8", "replace"))}
    assert silent == FORGE_NOTHING | TOLD_BY_EVIDENCE
    assert all("doubt" in header(CORPUS / "hostile" / f"{name}.py") for name in TOLD_BY_EVIDENCE)
