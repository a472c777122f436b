"""A key in letters: the same again, and every slip noticed."""

from __future__ import annotations

import secrets

import pytest

from db.recovery_code import new_code
from db.spoken_key import code_of_key, is_key_code, key_of_code
from desk.domain.errors import DeskError
from desk.domain.spoken import SIGNS, spoken


@pytest.mark.parametrize("key", [bytes(32), bytes([255]) * 32, bytes(range(7, 39))])
def test_it_comes_back_however_it_is_typed(key: bytes) -> None:
    code = code_of_key(key)
    assert is_key_code(code)
    assert key_of_code(code) == key
    assert key_of_code(code.lower().replace("-", " ").replace("0", "o")) == key


def test_a_recovery_code_is_none() -> None:
    assert not is_key_code(new_code())


def test_any_wrong_sign_is_named_by_its_group() -> None:
    signs = code_of_key(secrets.token_bytes(32)).replace("-", "")
    for place, sign in enumerate(signs):
        wrong = SIGNS[(SIGNS.index(sign) + 7) % 32]
        with pytest.raises(DeskError) as refused:
            key_of_code(signs[:place] + wrong + signs[place + 1 :])
        assert refused.value.params == {"group": place // 5 + 1}


def test_a_number_that_is_no_key_is_refused() -> None:
    with pytest.raises(DeskError, match=r"spoken\.group"):
        key_of_code(spoken(1 << 256, 13))
