"""Which document of a library is an earlier version of another."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.reading import parse
from store.index import Listed, Reviewed
from store.versions import version_before

NEW = parse("青禾县2025年政务服务报告\n一、工作\n修缮村道三条。\n")
NEW = replace(NEW, metadata=replace(NEW.metadata, issuer="青禾县人民政府"))
TITLE, ISSUER = NEW.metadata.title, NEW.metadata.issuer


def listed(name: str = "a", title: str = TITLE, issuer: str = ISSUER, **more: object) -> Listed:
    """A document of a library that 李 reviewed."""
    one = Listed(name, title, issuer, "/files/old.txt", 9, [reviewed()], 5)
    return one._replace(**more)


def reviewed(who: str = "李", measures: int = 3, last: int = 5) -> Reviewed:
    return Reviewed(who, measures, {}, last, "")


@pytest.mark.parametrize(
    ("one", "is_version"),
    [
        pytest.param(listed(), True, id="same title and issuer"),
        pytest.param(
            listed(title="青禾县２０２５年 政务服务报告"), True, id="title in other widths"
        ),
        pytest.param(listed(issuer="青禾县人民政府 "), True, id="issuer with a space"),
        pytest.param(listed(issuer=""), True, id="a text that names no issuer"),
        pytest.param(listed(issuer="白石县人民政府"), False, id="another county"),
        pytest.param(listed(title="青禾县2024年政务服务报告"), False, id="another year"),
        pytest.param(listed(title=""), False, id="no title"),
        pytest.param(listed(title="无题", source="/files/new.txt"), True, id="the same file"),
        pytest.param(listed(NEW.id), False, id="the document itself"),
        pytest.param(listed(reviews=[reviewed("王")]), False, id="reviewed by somebody else"),
        pytest.param(listed(reviews=[reviewed("王"), reviewed()]), True, id="reviewed by both"),
        pytest.param(listed(reviews=[reviewed(measures=0)]), False, id="opened and not reviewed"),
        pytest.param(
            listed(reviews=[Reviewed("李", 0, {"weakness": 1}, 5, "")]), True, id="marks that wait"
        ),
        pytest.param(listed("other"), False, id="known to be another document"),
    ],
)
def test_a_version_is_of_the_same_file_or_of_the_same_name(one: Listed, is_version: bool) -> None:
    found = version_before([one], NEW, "/files/new.txt", "李", {"other"})
    assert found == (one if is_version else None)


def test_of_several_it_is_the_one_reviewed_last() -> None:
    last = {"a": 2, "b": 9, "c": 4}
    versions = [listed(name, reviews=[reviewed(last=at)]) for name, at in last.items()]
    found = version_before(versions, NEW, "", "李")
    assert found
    assert found.id == "b"


def test_documents_without_a_file_are_no_versions_of_one_another() -> None:
    assert version_before([listed(title="无题", source="")], NEW, "", "李") is None
