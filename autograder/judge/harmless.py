"""What the source of an answer may reach for without a doubt: policy, in tables.

MODULES     module → the names of it that may be used; None: all that BARRED does not name
BARRED      functions of those modules that read files, run text, make classes or change what everybody shares
BUILTINS    built-in names that lead to code, files or frames
LITERAL     functions that look an attribute up by a string: harmless only where the string is written out
OPENING     function → its arguments that open a file, an address or a process, each with its position (None: none)
NAMERS      function → how many arguments it may have before those that name attributes to change, or have text run
NAMING      these arguments by their names
CALLERS     arguments that ask who called, whatever function has them, but for `warnings.warn`, which tells nobody
KEEPING     function → its arguments that keep what was told of who called, each with its position
METHODS     double-underscore methods that a class may define and anybody may call
PRIVATE     single-underscore attributes that anybody may use
REACHING    public attributes that lead to frames, code and the kernel's own sockets, whatever object has them
ADDING      methods that name an attribute by a string
GUARDED     ADDING, and further methods that look up or write what a string says
PICTURES    endings of a file's name that a figure may be saved under
BY_NAME     what is judged by its arguments: it may be called by its name, and handed on to nobody
NUMBERS     constructors of tensors that the observer does not see: numbers that left torch come back through these
ATTRIBUTES  REACHING, and further attributes that no answer needs; LEAD_OUT, those that are modules
"""


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


_TORCH = _words(
    "_subclasses autograd autograd.forward_ad autograd.function autograd.functional autograd.grad_mode",
    "autograd.gradcheck autograd.graph backends cuda distributions fft func functional linalg masked nn",
    "nn.functional nn.init nn.modules nn.parameter nn.utils optim random signal signal.windows",
    "sparse special testing types utils utils.checkpoint utils.data utils.flop_counter version",
)
_OTHERS = _words(
    "abc array bisect cmath collections collections.abc contextlib copy dataclasses decimal enum fractions",
    "functools heapq itertools logging math numbers operator pprint queue random statistics textwrap time",
    "typing warnings",
    "matplotlib matplotlib.pyplot",
    "numpy numpy.fft numpy.linalg numpy.random",
)

MODULES: dict[str, frozenset[str] | None] = {
    **dict.fromkeys(("torch", *(f"torch.{name}" for name in _TORCH), *_OTHERS)),
    "torch._subclasses.fake_tensor": _words("FakeTensorMode"),
    "torch._vmap_internals": _words("_vmap vmap"),
    "torch.compiler": _words("cudagraph_mark_step_begin disable is_compiling is_dynamo_compiling reset"),
    "torch.nn.utils.stateless": _words("functional_call"),
    # Not a Timer, which runs a text.
    "torch.utils.benchmark": _words("Compare Measurement"),
    "torch.backends.mps": _words("is_available is_built"),
    "torch.accelerator": _words("current_accelerator is_available"),
    "numpy.testing": _words("assert_allclose assert_almost_equal assert_array_equal assert_equal"),
    # Not what names an attribute by a text: GetAttrKey, and what returns some.
    "torch.utils._pytree": _words(
        "PyTree TreeSpec tree_all tree_any tree_flatten tree_is_leaf tree_iter tree_leaves tree_map tree_map_",
        "tree_map_only tree_map_only_ tree_structure tree_unflatten",
    ),
    # Not what writes f down as a program: its marker can be struck out.
    "functorch": _words(
        "combine_state_for_ensemble functionalize grad grad_and_value hessian jacfwd jacrev jvp make_functional",
        "make_functional_with_buffers vjp vmap",
    ),
    "functorch.experimental": _words("chunk_vmap functionalize replace_all_batch_norm_modules_"),
    # Flags of another grammar hold for all cells after them.
    "__future__": _words("annotations division generator_stop print_function"),
    "ipywidgets": _words(
        "BoundedFloatText BoundedIntText Box Button Checkbox Dropdown FloatLogSlider FloatProgress FloatRangeSlider",
        "FloatSlider FloatText GridBox HBox HTML HTMLMath IntProgress IntRangeSlider IntSlider IntText Label Layout",
        "Output Play RadioButtons Select SelectionRangeSlider SelectionSlider Tab Text Textarea ToggleButton",
        "ToggleButtons VBox fixed interact interact_manual interactive interactive_output",
    ),
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
    "torch.from_file torch.import_ir_module torch.import_ir_module_from_buffer torch.load torch.save",
    "numpy.DataSource numpy.fromfile numpy.genfromtxt numpy.load numpy.loadtxt numpy.memmap numpy.save numpy.savetxt",
    "numpy.fromregex numpy.savez numpy.savez_compressed numpy.test typing.ForwardRef typing.Type typing.get_type_hints",
    # They evaluate annotations that are strings, compile a string, or import what a string names.
    "functools.singledispatch functools.singledispatchmethod matplotlib.pyplot.switch_backend",
    "torch.CompilationUnit torch.PyTorchFileReader torch.PyTorchFileWriter torch.get_device_module",
    # They make a class whose methods' names are computed, give a frame, or write names into another module.
    "abc.ABCMeta dataclasses.make_dataclass enum.EnumMeta enum.EnumType enum.global_enum logging.FileHandler",
    "logging.currentframe",
    # They keep what Python writes of a warning: the place that it is told for may be whoever called.
    "contextlib.redirect_stderr logging.captureWarnings torch.utils.checkpoint.set_checkpoint_debug_enabled",
    # They change what everybody shares: how a class is flattened, what an operation costs, what tensor subclasses do.
    "torch.utils._pytree.register_pytree_node torch.utils.flop_counter.register_flop_formula",
    "torch.utils.checkpoint.create_selective_checkpoint_contexts",
    "torch.DisableTorchFunction torch.DisableTorchFunctionSubclass torch.ExcludeDispatchKeyGuard",
    "torch.DoubleStorage torch.FloatStorage torch.TypedStorage torch.UntypedStorage",
    "torch.utils.swap_tensors logging.setLogRecordFactory logging.setLoggerClass",
    # Keys that become attributes; all rows of J at once; a divergence registered for everybody.
    "torch.nn.ModuleDict torch.nn.ParameterDict torch.autograd.gradcheck.get_analytical_jacobian",
    "torch.autograd.gradcheck.get_numerical_jacobian torch.distributions.register_kl",
    # They load code, name what is called whenever a figure is made, or read a file.
    "matplotlib.Path matplotlib.rc matplotlib.rc_context matplotlib.rc_file matplotlib.rcParams",
    "matplotlib.rcParamsDefault matplotlib.rcParamsOrig matplotlib.rc_params_from_file matplotlib.rc_file_defaults",
    "matplotlib.pyplot.backend_registry matplotlib.pyplot.imsave",
    "torch.cuda.CUDAPluggableAllocator matplotlib.pyplot.rc matplotlib.pyplot.rc_context matplotlib.pyplot.rcParams",
    "matplotlib.pyplot.cbook matplotlib.pyplot.imread matplotlib.pyplot.style",
    # They evaluate annotations, give a class methods by computed names, or look names up where they were called.
    "torch.utils.data.DFIterDataPipe torch.utils.data.IterDataPipe torch.utils.data.MapDataPipe",
    "torch.utils.data.argument_validation torch.utils.data.functional_datapipe numpy.bmat",
    "torch.utils.data.non_deterministic torch.utils.data.runtime_validation",
    # What a later exercise asks for, worked out for the figures.
    "autograder.figures.krylov",
    # An operation to which every derivative of an autograd.Function goes: rules can be put into it.
    "torch.autograd.function.custom_function_call",
)
OPENING: dict[str, dict[str, int | None]] = {
    "logging.basicConfig": {"filename": None, "handlers": None, "style": None},
    "logging.Formatter": {"style": 2},
    "torch.utils.data.DataLoader": {"num_workers": 5, "worker_init_fn": 10, "multiprocessing_context": None},
    **{f"IPython.display.{name}": {"url": 1, "filename": 2} for name in ("Latex", "Markdown", "Math")},
}

BUILTINS = _words("breakpoint compile eval exec exit get_ipython globals locals open quit vars")
LITERAL = _words("delattr getattr matplotlib.use operator.attrgetter operator.methodcaller setattr")
ADDING = _words("add_module register_buffer register_module register_parameter set_submodule")
GUARDED = ADDING | _words("format format_map savefig")
PICTURES = (".gif", ".jpeg", ".jpg", ".pdf", ".png", ".svg", ".webp")
NUMBERS = _words("torch.DoubleTensor torch.FloatTensor torch.Tensor")
NAMING = _words("assigned eval_str updated")
CALLERS = _words("stack_info stacklevel")
KEEPING: dict[str, dict[str, int | None]] = {
    "torch.utils.checkpoint.checkpoint": {"debug": None},
    "warnings.catch_warnings": {"record": None},
}
NAMERS = {"functools.update_wrapper": 2, "functools.wraps": 1}
BY_NAME = frozenset({*OPENING, *KEEPING, *NAMERS, "torch.DoubleTensor", "torch.FloatTensor", "torch.compile"})

_METHODS = _words(
    "init new post_init call name qualname doc version slots main class get set_name",
    "len getitem setitem delitem contains iter next reversed missing enter exit bool int float complex index str repr",
    "format hash eq ne lt le gt ge add sub mul matmul truediv floordiv mod divmod pow neg pos abs and or xor invert",
    "lshift rshift round radd rsub rmul rmatmul rtruediv rfloordiv rmod rpow iadd isub imul imatmul itruediv",
)
METHODS = frozenset(f"__{name}__" for name in _METHODS)
# namedtuple's, which have an underscore so that no field clashes; and an operation without a public name.
PRIVATE = _words("_asdict _fields _make _neg_view _replace")

REACHING = _words(
    "f_back f_builtins f_code f_globals f_locals f_trace tb_frame tb_next gi_code gi_frame gi_yieldfrom",
    "cr_await cr_code cr_frame ag_await ag_code ag_frame co_code co_consts co_filename co_names co_qualname",
    "display_formatter display_pub do_execute func_code func_globals iopub_socket iopub_thread pub_thread run_cell",
    "user_ns",
)
ATTRIBUTES = REACHING | _words(
    "annotation return_annotation attrname",
    "comm from_file get_ipython is_meta mro obj session shell",
    # A log's way to who called, and where a node of a graph was made.
    "findCaller metadata",
    # Traitlets, by which attributes are set; nodes of a graph, which lead around the marker; what writes files.
    "add_traits class_traits kernel set_trait trait_values traits next_functions dump share_memory_ tofile",
    "load_backend_module print_figure print_raw print_rgba",
    # Memory itself: bytes that are read or grown there are seen by no meter.
    "storage typed_storage untyped_storage",
    # A file read again, the kernel's own line under a widget, all operations that have a cost.
    "flop_registry publish_msg reload",
    # To define it is fine. Whoever calls it gives a descriptor of a library's a name that may be computed.
    "__set_name__",
)
# Modules that lead out of the course, whatever object has them as an attribute.
LEAD_OUT = _words(
    "atexit bltns builtins cffi codeop copyreg cpp_extension ctypes dis faulthandler fcntl gc hub importlib inspect",
    "jit library linecache marshal mmap multiprocessing ops os overrides pathlib pickle posix runpy serialization",
    "shutil socket subprocess sys sysconfig tempfile threading traceback tracemalloc types",
    "_C _VF _dispatch _functorch _library _ops _os _python_dispatch _sys _thread",
    # So matplotlib's modules, which the grader has not loaded, call numpy, matplotlib and what opens files.
    "cbook mpl np",
)
