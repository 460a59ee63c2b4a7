import gc

import pytest

from ui.starting import nothing_collected


def test_garbage_is_left_for_later_also_where_the_start_fails() -> None:
    assert gc.isenabled()
    with nothing_collected(), nothing_collected():
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(ValueError, match="taken"), nothing_collected():
        raise ValueError("taken")
    assert gc.isenabled()
