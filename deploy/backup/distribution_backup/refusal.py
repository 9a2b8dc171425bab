"""What a person has to know: the command ends with it and is not 0."""

import errno

DISK_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class Refused(Exception):
    """Something is wrong with a backup, or with what it would be made of or restored into."""


def sentence_of(error: OSError) -> str:
    """Return what an error of the system means.

    >>> sentence_of(OSError(errno.ENOSPC, "No space left on device", "/a"))
    'the disk is full: /a (No space left on device)'
    """
    where = f"{error.filename} ({error.strerror})" if error.filename else error.strerror
    return f"the disk is full: {where}" if error.errno in DISK_FULL else f"cannot use {where}"
