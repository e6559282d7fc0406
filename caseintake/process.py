"""What a process that will hold keys does to itself first: a dump or a debugger would put them on the disk."""

import ctypes
import resource
import sys

_PR_SET_DUMPABLE = 4


def harden() -> None:
    """No core dump, no reading of this process's memory by others of the same user: keys stay off the disk."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def swap_in_clear() -> list[str]:
    """Swap devices that are not on an encrypted mapping: keys in memory could be written there."""
    try:
        with open("/proc/swaps", encoding="ascii") as table:
            devices = [line.split()[0] for line in table.readlines()[1:] if line.split()]
    except OSError:
        return []
    return [device for device in devices if not device.startswith(("/dev/dm-", "/dev/mapper/", "/dev/zram"))]
