"""Tokens that were moved, edited, cut, or made with another key never give a value."""

import base64
import os
import random

import pytest

from ...sensitive_cipher import (
    CipherError,
    KeyRing,
    KeyRingError,
    decrypt,
    encrypt,
    index_of,
    last_four_of,
    load_key_ring,
)

CASES = 1000
SEED = 20260401
PLACE = "distribution.member|bank_account"
SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def ring_of(chance, *key_ids):
    """Return a ring with random keys."""
    return KeyRing(keys=tuple((key_id, chance.randbytes(32)) for key_id in key_ids))


def swapped_row(chance, token, ring):
    """Return how a token is read in another row."""
    return token, ring, PLACE, "another-row"


def swapped_field(chance, token, ring):
    """Return how a token is read in another field."""
    return token, ring, "distribution.member|id_number", "row"


def flipped_bit(chance, token, ring):
    """Return a token with one bit of one sign turned over."""
    place = chance.randrange(len(token))
    sign = chr(ord(token[place]) ^ (1 << chance.randrange(7)))
    return token[:place] + sign + token[place + 1 :], ring, PLACE, "row"


def flipped_body(chance, token, ring):
    """Return a token with one bit of its ciphertext turned over."""
    head, _separator, body = token.rpartition(":")
    raw = bytearray(base64.b64decode(body))
    raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
    return f"{head}:{base64.b64encode(raw).decode()}", ring, PLACE, "row"


def cut(chance, token, ring):
    """Return the beginning of a token."""
    return token[: chance.randrange(len(token))], ring, PLACE, "row"


def other_key(chance, token, ring):
    """Return how a token is read with a foreign key of the same id."""
    return token, ring_of(chance, *ring.ids), PLACE, "row"


def missing_key(chance, token, ring):
    """Return how a token is read without its key."""
    return token, ring_of(chance, "other"), PLACE, "row"


def renamed_key(chance, token, ring):
    """Return a token that claims the other key of the ring."""
    return token.replace(f":{ring.current_id}:", f":{ring.ids[0]}:", 1), ring, PLACE, "row"


def other_ending(chance, token, ring):
    """Return a token that shows another ending."""
    return token.replace(f":{last_four_of(token)}:", ":0000:", 1), ring, PLACE, "row"


MISUSES = [
    swapped_row,
    swapped_field,
    flipped_bit,
    flipped_body,
    cut,
    other_key,
    missing_key,
    renamed_key,
    other_ending,
]


@pytest.mark.parametrize("misuse", MISUSES, ids=lambda misuse: misuse.__name__)
def test_misused_token_is_always_refused(misuse):
    """Try `CASES` random values, keys and places of damage; the seed makes them the same again."""
    chance = random.Random(SEED)
    for case in range(CASES):
        ring = ring_of(chance, "k1", "k2")
        value = "".join(chance.choices(SIGNS, k=chance.randint(8, 30)))
        if value.endswith("0000"):
            continue
        token = encrypt(value, ring, PLACE, "row")
        assert decrypt(token, ring, PLACE, "row") == value
        with pytest.raises(CipherError):
            decrypt(*misuse(chance, token, ring))
            pytest.fail(f"case {case} of seed {SEED} was read: {misuse.__name__}")


def test_rotated_ring_reads_what_the_old_one_wrote():
    """A ring with a newer key reads and finds old tokens, and writes with the newer key."""
    old = KeyRing(keys=(("k1", bytes(32)),))
    new = KeyRing(keys=(("k1", bytes(32)), ("k2", bytes(range(32)))))
    token = encrypt("6222021234567890", old, PLACE, "row")
    assert decrypt(token, new, PLACE, "row") == "6222021234567890"
    assert index_of("6222021234567890", new, PLACE, "k1") == token.split(":")[1]
    assert encrypt("6222021234567890", new, PLACE, "row").split(":")[2] == "k2"


def test_equal_values_have_equal_indexes_and_different_tokens():
    """Equality is all that a table gives away."""
    ring = KeyRing(keys=(("k1", bytes(32)),))
    first, second = (encrypt("6222021234567890", ring, PLACE, row) for row in "ab")
    assert first.split(":")[1] == second.split(":")[1]
    assert first.split(":")[4] != second.split(":")[4]
    assert "62220212" not in first


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "empty"),
        ("k1 c2hvcnQ=", "32 bytes"),
        ("k1", "line 1"),
        ("k1 !!!", "line 1"),
        (f"k1 {base64.b64encode(bytes(32)).decode()}\n" * 2, "same id"),
        (f"k:1 {base64.b64encode(bytes(32)).decode()}", "badly named"),
    ],
)
def test_bad_ring_is_refused(tmp_path, text, problem):
    """Each mistake in the file is named."""
    path = tmp_path / "ring"
    path.touch(mode=0o600)
    path.write_text(text)
    with pytest.raises(KeyRingError, match=problem):
        load_key_ring(str(path))


def test_ring_that_others_may_read_is_refused(tmp_path):
    """A key that others can read is no key."""
    path = tmp_path / "ring"
    path.write_text(f"k1 {base64.b64encode(os.urandom(32)).decode()}")
    path.chmod(0o640)
    with pytest.raises(KeyRingError, match="0600"):
        load_key_ring(str(path))
