"""File names: legible in any script, safe on any system, different for different reviewers."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.library import Library
from store.names import file_name, name_in
from store.review import Edit


def tagged(*tags: str) -> Edit:
    return lambda record: {**(record or {}), "tags": list(tags)}


@pytest.mark.parametrize(
    ("reviewer", "name"),
    [
        ("张三", "张三"),
        ("გიორგი", "გიორგი"),
        ("Anna O'Neil", "Anna O'Neil"),
        ("..", "%2E%2E"),
        (".hidden", "%2Ehidden"),
        ("../../etc/passwd", "%2E.%2F..%2Fetc%2Fpasswd"),
        ("a\\b:c", "a%5Cb%3Ac"),
        ("a\0b\n", "a%00b%0A"),
        ("100%", "100%25"),
        ("con", "%63on"),
        ("NUL.txt", "%4EUL.txt"),
        ("console", "console"),
        (" x ", "%20x%20"),
        ("", "%"),
        ("\udcff", "%ED%B3%BF"),
    ],
)
def test_a_reviewer_name_is_legible_and_safe_as_a_file_name(reviewer: str, name: str) -> None:
    assert file_name(reviewer) == name


@pytest.mark.parametrize("reviewer", ["长" * 400, "/" * 400, "x" * 121])
def test_a_long_name_fits_and_is_still_told_apart(reviewer: str) -> None:
    assert len(file_name(reviewer).encode()) <= 120
    assert file_name(reviewer) != file_name(reviewer + reviewer[0])
    assert file_name(file_name(reviewer)) != file_name(reviewer)


awkward = st.text(st.sampled_from("a.%/\\ :25~张\0\udcffcon"), max_size=8)


@given(awkward, awkward)
def test_different_reviewers_have_different_files(one: str, two: str) -> None:
    assert (file_name(one) == file_name(two)) == (one == two)


@given(st.text(st.characters(), max_size=200))
def test_any_name_stays_in_its_folder(reviewer: str) -> None:
    name = file_name(reviewer)
    assert Path("folder", name).parent == Path("folder")
    assert Path("folder", name).name == name
    assert len(name.encode()) <= 120


@pytest.mark.parametrize("reviewer", ["../x", "\udcff", "", "长" * 400])
def test_any_reviewer_can_save(tmp_path: Path, reviewer: str) -> None:
    review = Library(tmp_path).review("d0c", reviewer)
    review.change("1.1", tagged("1"), "tag")
    assert review.path.parent == tmp_path / "d0c"
    assert Library(tmp_path).review("d0c", reviewer).annotations() == {"1.1": {"tags": ["1"]}}


@given(st.text(max_size=30))
def test_the_name_can_be_read_from_the_file_name(reviewer: str) -> None:
    assert name_in(file_name(reviewer)) == reviewer


@pytest.mark.parametrize("stranger", ["%", "%E5%BC", "100%", "%zz", "a%~0123", "%00"])
def test_any_file_name_has_a_name_in_it(stranger: str) -> None:
    assert isinstance(name_in(stranger), str)
