"""The system calls that a student's kernel may no longer make: a seccomp filter over all of its threads.

Landlock guards files; this guards what Landlock doesn't: sockets of every family, new processes, other processes'
memory, limits and signals, and the modes and times of files that are visible by name only. No library that we have
puts a filter on a live process, and a filter is a short array of numbers: it is built here.

Offers: `install`, `ARCHITECTURE`, `available`.
"""

import ctypes
import errno
import os
import platform
import struct
from pathlib import Path

ARCHITECTURE = "x86_64"  # the numbers of system calls below are for it
_AUDIT_ARCH = 0xC000003E
_SECCOMP, _SET_MODE_FILTER, _ALL_THREADS = 317, 1, 1
_ALLOW, _ERRNO, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_LOAD, _AND, _EQUAL, _GREATER, _RETURN = 0x20, 0x54, 0x15, 0x25, 0x06
_NR, _ARCH, _ARGS = 0, 4, 16  # offsets in struct seccomp_data

_CLONE_THREAD = 0x10000
_AF_UNIX, _SOCK_STREAM, _SOCK_TYPE = 1, 1, 0xF
_PR_SET_PDEATHSIG = 1
_SCHED_OTHER = 0
_F_SETFL, _O_ASYNC = 4, 0x2000
_FCNTL, _IOCTL, _PRCTL = 72, 16, 157
# Commands that have the system send a signal, of any number and to any process of this user, when a descriptor is
# ready, a folder changes or a lease is broken: fcntl's F_SETOWN, F_SETSIG, F_SETOWN_EX, F_SETLEASE and F_NOTIFY;
# ioctl's FIOASYNC, FIOSETOWN and SIOCSPGRP. Landlock keeps signals inside a box only from Linux 6.12 on.
_SIGNALLING = {_FCNTL: (8, 10, 15, 1024, 1026), _IOCTL: (0x5452, 0x8901, 0x8902)}
_WHOLE = 0xFFFFFFFF  # the mask under which a whole argument is compared

_DENIED = {
    # The kernel's own sockets are bound and connected by now; what is sent on a stream carries no address.
    "socket": 41, "connect": 42, "bind": 49,
    # Processes: a kernel is one process, so that killing it ends everything.
    "fork": 57, "vfork": 58, "execve": 59, "execveat": 322,
    # Other processes: memory, descriptors, signals, limits, cores.
    "ptrace": 101, "process_vm_readv": 310, "process_vm_writev": 311, "kcmp": 312, "process_madvise": 440,
    "process_mrelease": 448, "pidfd_open": 434, "pidfd_getfd": 438, "pidfd_send_signal": 424, "tkill": 200,
    "rt_sigqueueinfo": 129, "rt_tgsigqueueinfo": 297, "setpriority": 141, "ioprio_set": 251, "sched_setparam": 142,
    "sched_setattr": 314, "migrate_pages": 256, "move_pages": 279,
    # Landlock lets a process change modes, owners, times and attributes, and watch names, everywhere.
    "chmod": 90, "fchmod": 91, "fchmodat": 268, "fchmodat2": 452, "chown": 92, "fchown": 93, "lchown": 94,
    "fchownat": 260, "utime": 132, "utimes": 235, "futimesat": 261, "utimensat": 280, "setxattr": 188,
    "lsetxattr": 189, "fsetxattr": 190, "removexattr": 197, "lremovexattr": 198, "fremovexattr": 199,
    "setxattrat": 463, "removexattrat": 466, "file_setattr": 469, "inotify_init": 253, "inotify_init1": 294,
    "fanotify_init": 300, "name_to_handle_at": 303, "open_by_handle_at": 304,
    # Memory that outlives the kernel, or that no limit counts.
    "shmget": 29, "shmat": 30, "shmctl": 31, "semget": 64, "semop": 65, "semctl": 66, "semtimedop": 220,
    "msgget": 68, "msgsnd": 69, "msgrcv": 70, "msgctl": 71, "mq_open": 240, "mq_unlink": 241,
    "memfd_create": 319, "memfd_secret": 447, "add_key": 248, "request_key": 249, "keyctl": 250,
    # Ways round a filter, into the machine, and between namespaces.
    "io_uring_setup": 425, "io_uring_enter": 426, "io_uring_register": 427, "bpf": 321, "perf_event_open": 298,
    "userfaultfd": 323, "unshare": 272, "setns": 308, "mount": 165, "umount2": 166, "pivot_root": 155,
    "chroot": 161, "open_tree": 428, "move_mount": 429, "fsopen": 430, "fsconfig": 431, "fsmount": 432,
    "fspick": 433, "mount_setattr": 442, "open_tree_attr": 467, "kexec_load": 246, "kexec_file_load": 320,
    "init_module": 175, "finit_module": 313, "delete_module": 176, "reboot": 169, "swapon": 167, "swapoff": 168,
    "syslog": 103, "acct": 163, "quotactl": 179, "settimeofday": 164, "clock_settime": 227, "adjtimex": 159,
    "clock_adjtime": 305, "sethostname": 170, "setdomainname": 171,
}  # fmt: skip
_LAST_KNOWN = 469
_CLONE3 = 435  # refused as unknown: glibc then calls clone, whose flags a filter can read

_Instruction = tuple[int, int, int, int]
_ALLOWED: _Instruction = (_RETURN, 0, 0, _ALLOW)
# (argument, mask, value): holds where the argument under the mask is the value
_Condition = tuple[int, int, int]


def available() -> bool:
    """Tell whether this kernel filters system calls, on the architecture that the numbers are for."""
    return platform.machine() == ARCHITECTURE and Path("/proc/sys/kernel/seccomp/actions_avail").is_file()


def install() -> None:
    """Filter the system calls of every thread of this process from now on; it can't be undone.

    Raise OSError if Linux refuses. Needs no_new_privs, which Landlock's confinement has set.
    """
    code = b"".join(struct.pack("=HBBI", *instruction) for instruction in _program(os.getpid()))
    lines = ctypes.create_string_buffer(code, len(code))

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))

    given = Program(len(code) // 8, ctypes.addressof(lines))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.syscall(_SECCOMP, _SET_MODE_FILTER, _ALL_THREADS, ctypes.byref(given)) != 0:
        raise OSError(ctypes.get_errno(), "seccomp refused the filter")


def _program(pid: int) -> list[_Instruction]:
    """Return the filter for the process `pid`: it allows every call up to `_LAST_KNOWN` that is not named here."""
    only_if: dict[int, tuple[_Condition, ...]] = {
        56: ((0, _CLONE_THREAD, _CLONE_THREAD),),  # clone: threads alone
        53: ((0, _WHOLE, _AF_UNIX), (1, _SOCK_TYPE, _SOCK_STREAM)),  # socketpair: a datagram one can send anywhere
        62: ((0, _WHOLE, pid),),  # kill
        234: ((0, _WHOLE, pid),),  # tgkill
        302: ((0, _WHOLE, 0),),  # prlimit64
        203: ((0, _WHOLE, 0),),  # sched_setaffinity
        144: ((1, _WHOLE, _SCHED_OTHER),),  # sched_setscheduler: ZeroMQ sets the usual one, and aborts if it can't
    }
    lines: list[_Instruction] = [
        (_LOAD, 0, 0, _ARCH),
        (_EQUAL, 1, 0, _AUDIT_ARCH),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NR),
        (_GREATER, 0, 1, _LAST_KNOWN),  # a call newer than this list, or one of the x32 kind
        _refusal(errno.ENOSYS),
    ]
    for number in _DENIED.values():
        lines += _block(number, [_refusal(errno.EPERM)])
    lines += _block(_CLONE3, [_refusal(errno.ENOSYS)])
    for number, conditions in only_if.items():
        lines += _block(number, _where(conditions, _ALLOWED, _refusal(errno.EPERM)))
    # The kernel ends with its zygote: that can't be set otherwise.
    lines += _block(_PRCTL, _where(((0, _WHOLE, _PR_SET_PDEATHSIG),), _refusal(errno.EPERM), _ALLOWED))
    for number, commands in _SIGNALLING.items():
        body: list[_Instruction] = [(_LOAD, 0, 0, _ARGS + 8)]
        for command in commands:
            body += _block(command, [_refusal(errno.EPERM)])
        if number == _FCNTL:
            body += _where(((1, _WHOLE, _F_SETFL), (2, _O_ASYNC, _O_ASYNC)), _refusal(errno.EPERM), _ALLOWED)
        lines += _block(number, [*body, _ALLOWED])
    return [*lines, _ALLOWED]


def _refusal(number: int) -> _Instruction:
    return (_RETURN, 0, 0, _ERRNO | number)


def _block(number: int, body: list[_Instruction]) -> list[_Instruction]:
    """Return the instructions for one system call; `body` always ends in a verdict."""
    return [(_EQUAL, 0, len(body), number), *body]


def _where(conditions: tuple[_Condition, ...], then: _Instruction, otherwise: _Instruction) -> list[_Instruction]:
    """Return the instructions that end in `then` if all conditions hold, else in `otherwise`."""
    lines: list[_Instruction] = []
    for index, (argument, mask, value) in enumerate(conditions):
        ahead = 3 * (len(conditions) - index - 1) + 1  # jump over the conditions left and over `then`
        lines += [(_LOAD, 0, 0, _ARGS + 8 * argument), (_AND, 0, 0, mask), (_EQUAL, 0, ahead, value)]
    return [*lines, then, otherwise]
