"""Reads a QR code off a picture, as a phone does, knowing nothing of the program that drew it.

Upright codes of versions 2 to 15 at level M, byte mode; every block's error correction is checked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import groupby, permutations

from PIL import Image

Matrix = list[list[bool]]

_BLOCKS = {
    2: (16, (28,)),
    3: (26, (44,)),
    4: (18, (32,) * 2),
    5: (24, (43,) * 2),
    6: (16, (27,) * 4),
    7: (18, (31,) * 4),
    8: (22, (38,) * 2 + (39,) * 2),
    9: (22, (36,) * 3 + (37,) * 2),
    10: (26, (43,) * 4 + (44,)),
    11: (30, (50,) + (51,) * 4),
    12: (22, (36,) * 6 + (37,) * 2),
    13: (22, (37,) * 8 + (38,)),
    14: (24, (40,) * 4 + (41,) * 5),
    15: (24, (41,) * 5 + (42,) * 5),
}
"""Level M of ISO/IEC 18004: error correction codewords of a block, data codewords of each."""

_ALIGNED = {
    2: (6, 18),
    3: (6, 22),
    4: (6, 26),
    5: (6, 30),
    6: (6, 34),
    7: (6, 22, 38),
    8: (6, 24, 42),
    9: (6, 26, 46),
    10: (6, 28, 50),
    11: (6, 30, 54),
    12: (6, 32, 58),
    13: (6, 34, 62),
    14: (6, 26, 46, 66),
    15: (6, 26, 48, 70),
}
_MASKS = (
    lambda r, c: (r + c) % 2,
    lambda r, c: r % 2,
    lambda r, c: c % 3,
    lambda r, c: (r + c) % 3,
    lambda r, c: (r // 2 + c // 3) % 2,
    lambda r, c: r * c % 2 + r * c % 3,
    lambda r, c: (r * c % 2 + r * c % 3) % 2,
    lambda r, c: ((r + c) % 2 + r * c % 3) % 2,
)
_LEVEL_M = 0b00


def read(picture: Image.Image) -> str:
    """The text of the one QR code on a picture."""
    matrix = _sampled(picture.convert("L").point(lambda value: 255 * (value < 128)))
    version = (len(matrix) - 17) // 4
    level, mask = _format(matrix)
    assert level == _LEVEL_M
    return _text(_data(_codewords(matrix, version, mask), version), version)


def _sampled(dark: Image.Image) -> Matrix:
    """The modules between the three finder patterns."""
    corners = _finders(dark)
    (left, top), (right, _), (_, bottom) = corners
    module = _module(dark, left, top)
    version = round(((right - left) / module + 7 - 17) / 4)
    size = 4 * version + 17
    across, down = (right - left) / (size - 7), (bottom - top) / (size - 7)
    pixels = dark.load()
    assert pixels is not None
    return [
        [bool(pixels[int(left + (c - 3) * across), int(top + (r - 3) * down)]) for c in range(size)]
        for r in range(size)
    ]


def _finders(dark: Image.Image) -> tuple[tuple[float, float], ...]:
    """Centres of the patterns: top left, top right, bottom left."""
    found: list[tuple[float, float]] = []
    for y in range(dark.height):
        for x, _width in _crossings(dark.crop((0, y, dark.width, y + 1)).tobytes()):
            column = dark.crop((int(x), 0, int(x) + 1, dark.height)).tobytes()
            found += [(x, at) for at, _tall in _crossings(column) if abs(at - y - 0.5) < 2]
    near = Counter((round(x / 6), round(y / 6)) for x, y in found)
    centres = [
        mean((x, y) for x, y in found if abs(x / 6 - c) < 1.5 and abs(y / 6 - r) < 1.5)
        for (c, r), count in near.items()
        if count > 1
    ]
    corners = [
        (corner, right, low)
        for corner, right, low in permutations(centres, 3)
        if abs(corner[1] - right[1]) < 2
        and abs(corner[0] - low[0]) < 2
        and right[0] - corner[0] > 50
        and abs((right[0] - corner[0]) - (low[1] - corner[1])) < 3
    ]
    return max(corners, key=lambda three: three[1][0] - three[0][0])


def mean(points: Iterable[tuple[float, float]]) -> tuple[float, float]:
    """The point in the middle of several."""
    known = list(points)
    return sum(x for x, _y in known) / len(known), sum(y for _x, y in known) / len(known)


def _crossings(line: bytes) -> list[tuple[float, float]]:
    """Middle and width of each dark-light-dark-light-dark run of 1:1:3:1:1 in a line."""
    runs = [(bool(value), len(list(group))) for value, group in groupby(line)]
    starts = [0]
    for _dark, length in runs:
        starts.append(starts[-1] + length)
    found = []
    for place in range(len(runs) - 4):
        lengths = [length for _dark, length in runs[place : place + 5]]
        unit = sum(lengths) / 7
        wanted = (1, 1, 3, 1, 1)
        fits = all(abs(n - w * unit) < 0.5 * unit for n, w in zip(lengths, wanted, strict=True))
        if runs[place][0] and unit >= 2 and fits:
            found.append((starts[place] + sum(lengths) / 2, sum(lengths)))
    return found


def _module(dark: Image.Image, x: float, y: float) -> float:
    line = dark.crop((0, int(y), dark.width, int(y) + 1)).tobytes()
    return min(_crossings(line), key=lambda one: abs(one[0] - x))[1] / 7


def _format(matrix: Matrix) -> tuple[int, int]:
    """Error correction level and mask, from beside the top left pattern."""
    places = [(8, c) for c in (0, 1, 2, 3, 4, 5, 7, 8)] + [(r, 8) for r in (7, 5, 4, 3, 2, 1, 0)]
    value = sum(matrix[r][c] << (14 - n) for n, (r, c) in enumerate(places)) ^ 0b101010000010010
    return value >> 13, value >> 10 & 0b111


def _reserved(size: int, version: int) -> Matrix:
    kept = [[False] * size for _ in range(size)]

    def keep(top: int, left: int, height: int, width: int) -> None:
        for r in range(top, top + height):
            for c in range(left, left + width):
                kept[r][c] = True

    keep(0, 0, 9, 9)
    keep(0, size - 8, 9, 8)
    keep(size - 8, 0, 8, 9)
    keep(6, 0, 1, size)
    keep(0, 6, size, 1)
    last = _ALIGNED[version][-1]
    for r in _ALIGNED[version]:
        for c in _ALIGNED[version]:
            if (r, c) not in ((6, 6), (6, last), (last, 6)):
                keep(r - 2, c - 2, 5, 5)
    if version >= 7:
        keep(0, size - 11, 6, 3)
        keep(size - 11, 0, 3, 6)
    return kept


def _codewords(matrix: Matrix, version: int, mask: int) -> list[int]:
    """All codewords, up and down in columns of two from the right."""
    size = len(matrix)
    kept, bits = _reserved(size, version), []
    columns = [c for c in range(size - 1, 0, -2) if c > 6] + [5, 3, 1]
    for number, right in enumerate(columns):
        rows = range(size) if number % 2 else range(size - 1, -1, -1)
        for r in rows:
            for c in (right, right - 1):
                if not kept[r][c]:
                    bits.append(matrix[r][c] ^ (_MASKS[mask](r, c) == 0))
    whole = len(bits) // 8
    return [
        sum(bit << (7 - n) for n, bit in enumerate(bits[8 * k : 8 * k + 8])) for k in range(whole)
    ]


def _data(codewords: list[int], version: int) -> list[int]:
    """Data codewords in order, each block proved whole by its error correction."""
    extra, sizes = _BLOCKS[version]
    blocks: list[list[int]] = [[] for _ in sizes]
    feed = iter(codewords)
    for place in range(max(sizes)):
        for block, size in zip(blocks, sizes, strict=True):
            if place < size:
                block.append(next(feed))
    checks: list[list[int]] = [[] for _ in sizes]
    for _place in range(extra):
        for check in checks:
            check.append(next(feed))
    for block, check in zip(blocks, checks, strict=True):
        assert _syndromes([*block, *check], extra) == [0] * extra
    return [word for block in blocks for word in block]


def _syndromes(block: list[int], count: int) -> list[int]:
    powers = [1]
    for _ in range(254):
        doubled = powers[-1] << 1
        powers.append(doubled ^ 0x11D if doubled > 255 else doubled)
    logs = {value: place for place, value in enumerate(powers)}
    found = []
    for root in range(count):
        value = 0
        for word in block:
            value = (powers[(logs[value] + root) % 255] if value else 0) ^ word
        found.append(value)
    return found


def _text(data: list[int], version: int) -> str:
    bits = "".join(f"{word:08b}" for word in data)
    encoding, at = "latin-1", 0

    def take(count: int) -> int:
        nonlocal at
        at += count
        return int(bits[at - count : at], 2)

    mode = take(4)
    if mode == 0b0111:
        assert take(8) == 26  # UTF-8
        encoding, mode = "utf-8", take(4)
    assert mode == 0b0100  # bytes
    length = take(8 if version < 10 else 16)
    return bytes(take(8) for _ in range(length)).decode(encoding)
