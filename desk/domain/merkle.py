"""The Merkle tree of RFC 6962 over a growing list: its hash, and proofs about it.

`Range` holds a list as the hashes of its largest perfect subtrees, so that appending costs a few
hashes however long the list is, and the hash of every earlier size can be told on the way.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Sequence
from hashlib import sha256

HASH_BYTES = 32


def leaf_hash(data: bytes) -> bytes:
    """The hash of an entry (RFC 6962, 2.1: 0x00 before the data)."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees (RFC 6962, 2.1: 0x01 before the two)."""
    return sha256(b"\x01" + left + right).digest()


class Range:
    """A list that only grows, kept as the hashes of its largest perfect subtrees.

    Args:
        size: how many entries; peaks: one hash for each bit of `size`, the largest subtree first.

    Raises:
        ValueError: when there are not as many hashes as bits.
    """

    __slots__ = ("_peaks", "size")

    def __init__(self, size: int = 0, peaks: Sequence[bytes] = ()) -> None:
        if size < 0 or len(peaks) != size.bit_count():
            raise ValueError("a range has one hash for each bit of its size")
        self.size = size
        self._peaks = list(peaks)

    @property
    def peaks(self) -> tuple[bytes, ...]:
        """The hashes of the largest perfect subtrees, the largest first."""
        return tuple(self._peaks)

    def append(self, leaf: bytes) -> None:
        """Add the hash of one entry."""
        peaks, low = self._peaks, self.size
        while low & 1:
            leaf = sha256(b"\x01" + peaks.pop() + leaf).digest()
            low >>= 1
        peaks.append(leaf)
        self.size += 1

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Add the hashes of several entries."""
        for leaf in leaves:
            self.append(leaf)

    def root(self) -> bytes:
        """The tree's hash; of an empty list the hash of nothing (RFC 6962, 2.1)."""
        if not self._peaks:
            return sha256(b"").digest()
        *others, root = self._peaks
        for peak in reversed(others):
            root = node_hash(peak, root)
        return root


def tree_hash(leaves: Iterable[bytes]) -> bytes:
    """The tree's hash over the hashes of its entries."""
    whole = Range()
    whole.extend(leaves)
    return whole.root()


def inclusion_proof(leaves: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """The audit path of an entry (RFC 6962, 2.1.1), from the entry upwards.

    Raises:
        ValueError: when there is no such entry.
    """
    if not 0 <= index < len(leaves):
        raise ValueError("no such entry")
    if len(leaves) == 1:
        return ()
    split = _split(len(leaves))
    left, right = leaves[:split], leaves[split:]
    if index < split:
        return (*inclusion_proof(left, index), tree_hash(right))
    return (*inclusion_proof(right, index - split), tree_hash(left))


def consistency_proof(leaves: Sequence[bytes], before: int) -> tuple[bytes, ...]:
    """The proof that the first `before` entries are still the same (RFC 6962, 2.1.2).

    Raises:
        ValueError: when the list never had that size, or was empty.
    """
    if not 0 < before <= len(leaves):
        raise ValueError("the list never had that size")
    return _subproof(leaves, before, whole=True)


def _subproof(leaves: Sequence[bytes], before: int, *, whole: bool) -> tuple[bytes, ...]:
    if before == len(leaves):
        return () if whole else (tree_hash(leaves),)
    split = _split(len(leaves))
    left, right = leaves[:split], leaves[split:]
    if before <= split:
        return (*_subproof(left, before, whole=whole), tree_hash(right))
    return (*_subproof(right, before - split, whole=False), tree_hash(left))


def _split(size: int) -> int:
    """The largest power of two below a size of 2 or more."""
    return 1 << ((size - 1).bit_length() - 1)


def proves_inclusion(
    proof: Sequence[bytes], leaf: bytes, index: int, size: int, root: bytes
) -> bool:
    """Whether a path leads from an entry to a tree's hash (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    place, last, found = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            found = node_hash(step, found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, step)
        place, last = place >> 1, last >> 1
    return last == 0 and hmac.compare_digest(found, root)


def proves_consistency(
    proof: Sequence[bytes], before: int, size: int, old_root: bytes, root: bytes
) -> bool:
    """Whether a proof leads from an earlier tree's hash to a later one's (RFC 9162, 2.1.4.2)."""
    if not 0 < before <= size:
        return False
    if before == size:
        return not proof and hmac.compare_digest(old_root, root)
    path = list(proof)
    if before & (before - 1) == 0:
        path.insert(0, old_root)
    if not path:
        return False
    place, last = before - 1, size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = path[0]
    for step in path[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            new = node_hash(new, step)
        place, last = place >> 1, last >> 1
    return last == 0 and hmac.compare_digest(old, old_root) and hmac.compare_digest(new, root)
