"""The system calls that a jailed process may make, as a filter the kernel runs. Makes none itself.

A list of what is allowed: everything else is refused, sockets and debugging above all.
Source: seccomp(2), linux/filter.h; numbers from the kernel's tables of each architecture.
"""

import platform
import struct
from typing import Final

_X86: Final = {
    "read": 0, "write": 1, "open": 2, "close": 3, "stat": 4, "fstat": 5, "lstat": 6, "poll": 7,
    "lseek": 8, "mmap": 9, "mprotect": 10, "munmap": 11, "brk": 12, "rt_sigaction": 13,
    "rt_sigprocmask": 14, "rt_sigreturn": 15, "ioctl": 16, "pread64": 17, "readv": 19,
    "writev": 20, "access": 21, "pipe": 22, "select": 23, "sched_yield": 24, "mremap": 25,
    "madvise": 28, "dup": 32, "dup2": 33, "nanosleep": 35, "getpid": 39, "execve": 59, "exit": 60,
    "wait4": 61, "uname": 63, "fcntl": 72, "getcwd": 79, "readlink": 89, "getrlimit": 97,
    "getrusage": 98, "sysinfo": 99, "times": 100, "getuid": 102, "getgid": 104, "geteuid": 107,
    "getegid": 108, "getppid": 110, "sigaltstack": 131, "arch_prctl": 158, "gettid": 186,
    "futex": 202, "sched_getaffinity": 204, "getdents64": 217, "set_tid_address": 218,
    "clock_gettime": 228, "clock_getres": 229, "clock_nanosleep": 230, "exit_group": 231,
    "tgkill": 234, "openat": 257, "newfstatat": 262, "readlinkat": 267, "faccessat": 269,
    "pselect6": 270, "ppoll": 271, "set_robust_list": 273, "dup3": 292, "pipe2": 293,
    "prlimit64": 302, "getrandom": 318, "statx": 332, "rseq": 334, "faccessat2": 439,
}  # fmt: skip
_X86_FORKS: Final = {"clone": 56, "fork": 57, "vfork": 58, "setsid": 112}
_ARM: Final = {
    "getcwd": 17, "dup": 23, "dup3": 24, "fcntl": 25, "ioctl": 29, "faccessat": 48, "openat": 56,
    "close": 57, "pipe2": 59, "getdents64": 61, "lseek": 62, "read": 63, "write": 64, "readv": 65,
    "writev": 66, "pread64": 67, "pselect6": 72, "ppoll": 73, "readlinkat": 78, "newfstatat": 79,
    "fstat": 80, "exit": 93, "exit_group": 94, "set_tid_address": 96, "futex": 98,
    "set_robust_list": 99, "nanosleep": 101, "clock_gettime": 113, "clock_getres": 114,
    "clock_nanosleep": 115, "sched_getaffinity": 123, "sched_yield": 124, "tgkill": 131,
    "sigaltstack": 132, "rt_sigaction": 134, "rt_sigprocmask": 135, "rt_sigreturn": 139,
    "times": 153, "uname": 160, "getrlimit": 163, "getrusage": 165, "getpid": 172, "getppid": 173,
    "getuid": 174, "geteuid": 175, "getgid": 176, "getegid": 177, "gettid": 178, "sysinfo": 179,
    "brk": 214, "munmap": 215, "mremap": 216, "execve": 221, "mmap": 222, "mprotect": 226,
    "madvise": 233, "wait4": 260, "prlimit64": 261, "getrandom": 278, "statx": 291, "rseq": 293,
    "faccessat2": 439,
}  # fmt: skip
_ARM_FORKS: Final = {"clone": 220, "setsid": 157}
_TABLES: Final = {
    "x86_64": (0xC000003E, _X86, _X86_FORKS),
    "aarch64": (0xC00000B7, _ARM, _ARM_FORKS),
}
_CLONE3: Final = 435
_OTHER_ABI: Final = 0x40000000
_NAMESPACES: Final = 0x7E020000 | 0x80
"""Flags of `clone` that make a new namespace; threads and ordinary children need none of them."""

_THREAD: Final = 0x00010000
_ANY_CHILD: Final = 0xFFFFFFFF

_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER_AT, _ARCH_AT, _FIRST_AT = 0, 4, 16
_ALLOW, _KILL, _REFUSE, _UNKNOWN = 0x7FFF0000, 0x80000000, 0x00050001, 0x00050026


def program(
    machine: str | None = None, *, forks: bool = False, threads: bool = False
) -> bytes | None:
    """Return the filter for this machine, or nothing for one whose numbers we do not know.

    With `forks` a process may start others, which stand under the same filter; with `threads`
    threads of its own and no process.
    """
    table = _TABLES.get(machine or platform.machine())
    if table is None:
        return None
    architecture, calls, forking = table
    lines = [
        (_LOAD, 0, 0, _ARCH_AT),
        (_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER_AT),
        (_AT_LEAST, 0, 1, _OTHER_ABI),
        (_RETURN, 0, 0, _KILL),
        # So that the C library asks for `clone`, whose flags can be looked at.
        *_answer(_CLONE3, _UNKNOWN),
    ]
    if threads:
        lines += _clone(forking["clone"], only_threads=True)
    for name, number in calls.items() if not forks else {**calls, **forking}.items():
        lines += _clone(number) if name == "clone" else _answer(number, _ALLOW)
    lines.append((_RETURN, 0, 0, _REFUSE))
    return b"".join(struct.pack("=HBBI", *line) for line in lines)


def _answer(number: int, verdict: int) -> list[tuple[int, int, int, int]]:
    return [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, verdict)]


def _clone(number: int, *, only_threads: bool = False) -> list[tuple[int, int, int, int]]:
    return [
        (_EQUAL, 0, 6, number),
        (_LOAD, 0, 0, _FIRST_AT),
        (_ANY_BIT, 0, 1, _NAMESPACES),
        (_RETURN, 0, 0, _REFUSE),
        (_ANY_BIT, 1, 0, _THREAD if only_threads else _ANY_CHILD),
        (_RETURN, 0, 0, _REFUSE if only_threads else _ALLOW),
        (_RETURN, 0, 0, _ALLOW),
    ]
