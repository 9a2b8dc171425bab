"""Whatever is done to a sealed file, nothing but what was written comes out of it."""

import base64
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts.backup_drill import tools  # noqa: F401 - makes the backup program importable

from distribution_backup import keys, seal  # isort: skip
from distribution_backup.refusal import Refused  # isort: skip

SMALL = 64
SEALED_CHUNK = SMALL + seal.TAG
RING = keys.parse_key_ring(f"k1 {base64.b64encode(bytes(range(32))).decode()}")
TEXTS = st.binary(min_size=0, max_size=5 * SMALL)


@pytest.fixture(autouse=True, scope="module")
def small_chunks():
    """Let a few bytes fill many chunks."""
    before, seal.CHUNK = seal.CHUNK, SMALL
    yield
    seal.CHUNK = before


def sealed(text, name="a"):
    return seal.sealed_bytes(text, RING, name)


def head_of(data):
    return data.index(b"\n", len(seal.MAGIC)) + 1


def refused(data, ring=RING, name="a"):
    with pytest.raises(Refused) as found:
        seal.opened_bytes(data, ring, name)
    return str(found.value)


@settings(deadline=None)
@given(TEXTS)
def test_text_comes_out_as_it_went_in(text):
    assert seal.opened_bytes(sealed(text), RING, "a") == text


@settings(deadline=None)
@given(TEXTS, st.lists(st.integers(1, 3 * SMALL), max_size=6))
def test_pieces_written_do_not_matter(text, sizes):
    target = io.BytesIO()
    with seal.SealedWriter(target, RING, "a") as writer:
        rest = text
        for size in sizes:
            writer.write(rest[:size])
            rest = rest[size:]
        writer.write(rest)
    assert seal.opened_bytes(target.getvalue(), RING, "a") == text


@settings(deadline=None)
@given(TEXTS, st.data())
def test_any_flipped_bit_is_refused(text, data):
    changed = bytearray(sealed(text))
    place = data.draw(st.integers(0, len(changed) - 1))
    changed[place] ^= 1 << data.draw(st.integers(0, 7))
    refused(bytes(changed))


@settings(deadline=None)
@given(TEXTS, st.data())
def test_any_cut_is_refused(text, data):
    whole = sealed(text)
    refused(whole[: data.draw(st.integers(0, len(whole) - 1))])


@settings(deadline=None)
@given(TEXTS, st.binary(min_size=1, max_size=2 * SMALL))
def test_anything_behind_the_end_is_refused(text, more):
    refused(sealed(text) + more)


@settings(deadline=None)
@given(st.binary(min_size=3 * SMALL + 1, max_size=6 * SMALL), st.data())
def test_chunks_in_another_order_are_refused(text, data):
    whole = sealed(text)
    start = head_of(whole)
    chunks = [whole[at : at + SEALED_CHUNK] for at in range(start, len(whole), SEALED_CHUNK)]
    order = data.draw(st.permutations(range(len(chunks))))
    if list(order) != sorted(order):
        refused(whole[:start] + b"".join(chunks[place] for place in order))


@settings(deadline=None)
@given(st.binary(min_size=SMALL + 1, max_size=5 * SMALL), st.data())
def test_a_chunk_left_out_or_doubled_is_refused(text, data):
    whole = sealed(text)
    start = head_of(whole)
    chunks = [whole[at : at + SEALED_CHUNK] for at in range(start, len(whole), SEALED_CHUNK)]
    place = data.draw(st.integers(0, len(chunks) - 1))
    without = chunks[:place] + chunks[place + 1 :]
    doubled = chunks[: place + 1] + chunks[place:]
    for chosen in (without, doubled):
        refused(whole[:start] + b"".join(chosen))


def test_cut_between_chunks_says_so():
    whole = sealed(bytes(3 * SMALL))
    assert "cut off behind chunk 1" in refused(whole[: head_of(whole) + 2 * SEALED_CHUNK])


def test_chunks_of_another_file_are_refused():
    first, second = sealed(b"a" * 10), sealed(b"b" * 10)
    refused(first[: head_of(first)] + second[head_of(second) :])


def test_file_under_another_name_is_refused():
    assert "sealed as 'a'" in refused(sealed(b"x"), name="b")


def test_key_of_the_same_name_and_key_of_another_name_are_told_apart():
    other = base64.b64encode(bytes(32)).decode()
    same_name = keys.parse_key_ring(f"k1 {other}")
    other_name = keys.parse_key_ring(f"k9 {other}")
    assert "is not the one it was sealed with" in refused(sealed(b"x"), same_name)
    assert "has only k9" in refused(sealed(b"x"), other_name)


def test_old_key_of_the_ring_opens_what_it_sealed():
    other = base64.b64encode(bytes(32)).decode()
    mine = base64.b64encode(bytes(range(32))).decode()
    ring = keys.parse_key_ring(f"k1 {mine}\nk2 {other}")
    assert seal.opened_bytes(sealed(b"x"), ring, "a") == b"x"
    assert b'"key": "k2"' in seal.sealed_bytes(b"x", ring, "a")


def test_nothing_of_the_text_or_the_key_can_be_read():
    whole = sealed(b"secret words" * 20)
    assert b"secret" not in whole
    assert bytes(range(32)) not in whole
    assert sealed(b"same")[-20:] != sealed(b"same")[-20:]
