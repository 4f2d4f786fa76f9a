import pytest

from bot.entries import Catalog
from bot.errors import NotFoundError
from tests.entries.samples import make_entry

LINUX = make_entry(id="node/port-in-use/linux")
WINDOWS = make_entry(id="node/port-in-use/windows")
OTHER = make_entry(id="node/out-of-memory")


def test_entries_are_found_by_id_in_the_order_given() -> None:
    catalog = Catalog([LINUX, OTHER, WINDOWS])

    assert catalog["node/out-of-memory"] is OTHER
    assert catalog.get("node/out-of-memory") is OTHER
    assert list(catalog) == [LINUX, OTHER, WINDOWS]
    assert len(catalog) == 3
    assert "node/out-of-memory" in catalog


def test_an_unknown_id_is_not_found() -> None:
    catalog = Catalog([OTHER])

    assert catalog.get("node/none") is None
    assert "node/none" not in catalog
    with pytest.raises(NotFoundError, match="there is no entry node/none"):
        catalog["node/none"]


def test_entries_differ_in_the_environment_alone_when_their_ids_begin_alike() -> None:
    assert LINUX.twin_key == WINDOWS.twin_key != OTHER.twin_key


def test_an_entry_can_be_put_replaced_and_removed() -> None:
    catalog = Catalog([LINUX])
    newer = make_entry(id=LINUX.id, root_cause="Another one.")

    catalog.put(OTHER)
    catalog.put(newer)
    catalog.remove(OTHER.id)
    catalog.remove("node/none")

    assert list(catalog) == [newer]
