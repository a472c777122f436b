"""The Merkle tree: published vectors of RFC 6962's hashing, and properties of any list."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.domain.merkle import (
    HASH_BYTES,
    Range,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    proves_consistency,
    proves_inclusion,
    tree_hash,
)

ENTRIES = (
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
)
LEAVES = [leaf_hash(bytes.fromhex(entry)) for entry in ENTRIES]
ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
INCLUSION = {
    (0, 1): (),
    (0, 8): (
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ),
    (5, 8): (
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ),
    (2, 3): ("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",),
}
CONSISTENCY = {
    (1, 1): (),
    (1, 8): (
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ),
    (2, 8): (
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ),
    (2, 5): (
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ),
    (6, 8): (
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ),
}

lists = st.lists(st.binary(max_size=8), min_size=1, max_size=70).map(
    lambda entries: [leaf_hash(entry) for entry in entries]
)


def flipped(data: bytes, bit: int) -> bytes:
    place = bit % (len(data) * 8)
    number = int.from_bytes(data, "big") ^ (1 << place)
    return number.to_bytes(len(data), "big")


@pytest.mark.parametrize("size", range(9))
def test_published_tree_hashes(size: int) -> None:
    assert tree_hash(LEAVES[:size]).hex() == ROOTS[size]


@pytest.mark.parametrize(("index", "size"), INCLUSION)
def test_published_inclusion_proofs(index: int, size: int) -> None:
    proof = inclusion_proof(LEAVES[:size], index)
    assert tuple(step.hex() for step in proof) == INCLUSION[index, size]
    root = bytes.fromhex(ROOTS[size])
    assert proves_inclusion(proof, LEAVES[index], index, size, root)


@pytest.mark.parametrize(("before", "size"), CONSISTENCY)
def test_published_consistency_proofs(before: int, size: int) -> None:
    proof = consistency_proof(LEAVES[:size], before)
    assert tuple(step.hex() for step in proof) == CONSISTENCY[before, size]
    old, new = (bytes.fromhex(ROOTS[count]) for count in (before, size))
    assert proves_consistency(proof, before, size, old, new)


def recursive(leaves: list[bytes]) -> bytes:
    """The definition of RFC 6962, 2.1, word for word."""
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(recursive(leaves[:split]), recursive(leaves[split:]))


@given(lists, st.data())
def test_a_growing_range_is_the_whole_tree_at_every_size(
    leaves: list[bytes], data: st.DataObject
) -> None:
    cut = data.draw(st.integers(0, len(leaves)))
    grown = Range()
    grown.extend(leaves[:cut])
    resumed = Range(grown.size, grown.peaks)
    for size in range(cut + 1, len(leaves) + 1):
        resumed.append(leaves[size - 1])
        assert (resumed.size, resumed.root()) == (size, recursive(leaves[:size]))


@given(lists, st.data())
def test_inclusion_is_proven_and_no_flipped_bit_is(
    leaves: list[bytes], data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    bit = data.draw(st.integers(0, HASH_BYTES * 8 - 1))
    size, root, proof = len(leaves), tree_hash(leaves), inclusion_proof(leaves, index)
    assert proves_inclusion(proof, leaves[index], index, size, root)
    assert not proves_inclusion(proof, flipped(leaves[index], bit), index, size, root)
    assert not proves_inclusion(proof, leaves[index], index, size, flipped(root, bit))
    for place in range(len(proof)):
        bad = [*proof[:place], flipped(proof[place], bit), *proof[place + 1 :]]
        assert not proves_inclusion(bad, leaves[index], index, size, root)
    assert not proves_inclusion((*proof, root), leaves[index], index, size, root)
    assert not proves_inclusion(proof[:-1], leaves[index], index, size, root) or not proof
    assert not proves_inclusion(proof, leaves[index], size, size, root)


@given(lists, st.data())
def test_consistency_is_proven_and_no_other_history_is(
    leaves: list[bytes], data: st.DataObject
) -> None:
    before = data.draw(st.integers(1, len(leaves)))
    bit = data.draw(st.integers(0, HASH_BYTES * 8 - 1))
    size, old, root = len(leaves), tree_hash(leaves[:before]), tree_hash(leaves)
    proof = consistency_proof(leaves, before)
    assert proves_consistency(proof, before, size, old, root)
    assert not proves_consistency(proof, before, size, flipped(old, bit), root)
    assert not proves_consistency(proof, before, size, old, flipped(root, bit))
    for place in range(len(proof)):
        bad = [*proof[:place], flipped(proof[place], bit), *proof[place + 1 :]]
        assert not proves_consistency(bad, before, size, old, root)
    changed = [*leaves]
    changed[before - 1] = flipped(changed[before - 1], bit)
    forged = consistency_proof(changed, before)
    assert not proves_consistency(forged, before, size, old, tree_hash(changed))


def test_impossible_sizes_are_refused() -> None:
    with pytest.raises(ValueError, match="one hash for each bit"):
        Range(3, [LEAVES[0]])
    with pytest.raises(ValueError, match="no such entry"):
        inclusion_proof(LEAVES, 8)
    for before in (0, 9):
        with pytest.raises(ValueError, match="never had that size"):
            consistency_proof(LEAVES, before)
    assert not proves_consistency((), 0, 8, b"", b"")
