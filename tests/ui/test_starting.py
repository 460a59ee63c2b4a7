import gc

import pytest

from ui.starting import garbage_collection_paused


def test_garbage_is_left_for_later_also_where_the_start_fails() -> None:
    assert gc.isenabled()
    with garbage_collection_paused(), garbage_collection_paused():
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(ValueError, match="taken"), garbage_collection_paused():
        raise ValueError("taken")
    assert gc.isenabled()
