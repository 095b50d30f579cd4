"""What the source of an answer may reach for without a doubt: policy, in tables.

MODULES     module → the names of it that may be used; None: all that BARRED does not name
BARRED      functions of those modules that read files or run text
BUILTINS    names that lead to code, files or frames; LITERAL those that do where a name is worked out
NAMING      arguments that name attributes to be changed; NAMERS who takes them, and the arguments before them
METHODS     methods with two underscores that a class may have and anybody may call
PRIVATE     attributes with one underscore that anybody may use
ATTRIBUTES  attributes without one that lead to frames and code; LEAD_OUT those that are modules
"""


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


_TORCH = _words(
    "_subclasses autograd autograd.forward_ad autograd.function autograd.functional autograd.grad_mode",
    "autograd.gradcheck autograd.graph backends compiler cuda distributions fft func functional linalg masked nn",
    "nn.functional nn.init nn.modules nn.parameter nn.utils nn.utils.stateless optim random signal signal.windows",
    "sparse special testing types utils utils._pytree utils.checkpoint utils.data utils.flop_counter version",
)
_OTHERS = _words(
    "__future__ abc array bisect cmath collections collections.abc contextlib copy dataclasses decimal enum fractions",
    "functools heapq itertools logging math numbers operator pprint queue random statistics textwrap time",
    "typing warnings",
    "functorch functorch.experimental ipywidgets matplotlib matplotlib.pyplot",
    "numpy numpy.fft numpy.linalg numpy.random",
)

MODULES: dict[str, frozenset[str] | None] = {
    **dict.fromkeys(("torch", *(f"torch.{name}" for name in _TORCH), *_OTHERS)),
    "torch._subclasses.fake_tensor": _words("FakeTensorMode"),
    "torch._vmap_internals": _words("_vmap vmap"),
    "concurrent": _words("futures"),
    "concurrent.futures": _words("ThreadPoolExecutor as_completed wait"),
    "inspect": _words("signature"),
    "string": _words(
        "Template ascii_letters ascii_lowercase ascii_uppercase capwords digits hexdigits octdigits printable",
        "punctuation whitespace",
    ),
    "sys": _words("float_info getrecursionlimit maxsize setrecursionlimit stderr stdout version version_info"),
    "threading": _words("Barrier Condition Event Lock RLock Semaphore Thread local"),
    "timeit": _words("default_timer"),
    "weakref": _words("WeakKeyDictionary WeakValueDictionary"),
    "types": _words("MappingProxyType MethodType SimpleNamespace"),
    "IPython": _words("display"),
    "IPython.display": _words("Latex Markdown Math clear_output display"),
    "autograder": _words("bench check figures guess hint progress trend"),
    "autograder.figures": None,
}

BARRED = _words(
    "torch.from_file torch.import_ir_module torch.load torch.save",
    "numpy.DataSource numpy.fromfile numpy.genfromtxt numpy.load numpy.loadtxt numpy.memmap numpy.save numpy.savetxt",
    "numpy.fromregex numpy.savez numpy.savez_compressed typing.ForwardRef typing.get_type_hints",
    # A class whose methods' names are worked out, a frame, names written into another module.
    "abc.ABCMeta dataclasses.make_dataclass enum.EnumMeta enum.EnumType enum.global_enum logging.FileHandler",
    "logging.currentframe",
)

BUILTINS = _words("breakpoint compile eval exec get_ipython globals locals open vars")
LITERAL = _words("delattr getattr operator.attrgetter operator.methodcaller setattr")
NAMING = _words("assigned updated")
NAMERS = {"functools.update_wrapper": 2, "functools.wraps": 1}

_METHODS = _words(
    "init new post_init call name qualname doc version slots match_args main class get set_name",
    "len getitem setitem delitem contains iter next reversed missing enter exit bool int float complex index str repr",
    "format hash eq ne lt le gt ge add sub mul matmul truediv floordiv mod divmod pow neg pos abs and or xor invert",
    "lshift rshift round radd rsub rmul rmatmul rtruediv rfloordiv rmod rpow iadd isub imul imatmul itruediv",
)
METHODS = frozenset(f"__{name}__" for name in _METHODS)
# namedtuple's, which have an underscore lest a field be called the same; and an operation without a public name.
PRIVATE = _words("_asdict _fields _make _neg_view _replace")

ATTRIBUTES = _words(
    "f_back f_builtins f_code f_globals f_locals f_trace tb_frame tb_next gi_code gi_frame gi_yieldfrom",
    "cr_await cr_code cr_frame ag_await ag_code ag_frame co_code co_consts co_filename co_names co_qualname",
    "display_formatter display_pub from_file func_code func_globals get_ipython is_meta mro",
)
# Modules that lead out of the course, whoever holds them.
LEAD_OUT = _words(
    "atexit builtins codeop ctypes dis faulthandler fcntl gc importlib inspect linecache marshal mmap multiprocessing",
    "os pathlib pickle posix runpy shutil socket subprocess sys sysconfig tempfile threading traceback tracemalloc",
    "types",
)
