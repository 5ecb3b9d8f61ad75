"""Language packs: complete, alike, and refused by line where they are bad."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from taknote import languages
from taknote.guidelines import GUIDELINES
from taknote.languages import LanguagePackError
from tally import tried

PACKS = Path(languages.__file__).parent


@pytest.mark.parametrize("code", languages.codes())
def test_a_pack_words_every_rule_and_fix(code: str) -> None:
    messages = languages.load(code).messages
    english = languages.load("en").messages
    assert messages["fixes"].keys() == english["fixes"].keys()
    for guideline in GUIDELINES:
        texts = messages[guideline.id]
        assert {"title", "met", "unknown", "rules"} == texts.keys()
        assert texts["rules"].keys() == set(guideline.rules)
        for rule in texts["rules"].values():
            assert {"title", "message", "why", "good", "bad"} == rule.keys()


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PACKS / "da", tmp_path / "da"))


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("senses.toml", "[thanks]", "[thank]", "line"),
        ("senses.toml", "'''takke|takker|takket'''", "'''takke|(takker'''", "line"),
        ("senses.toml", "'''takke|takker|takket'''", "'''{takke}'''", "no part named 'takke'"),
        ("language.toml", "stemmer = ", "stammer = ", "'stemmer' is missing"),
        ("kind.toml", "points = 1.5", "points = ", "line"),
        ("filler.toml", "først og fremmest ", "først (og", "line"),
    ],
)
def test_a_bad_pack_is_refused_by_line(
    pack: Path, file: str, old: str, new: str, told: str
) -> None:
    text = (pack / file).read_text(encoding="utf-8")
    assert old in text
    (pack / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(LanguagePackError) as error:
        languages.read(pack)
    assert file in str(error.value)
    assert told in str(error.value)
    tried("a malformed invitation, card or language pack, refused by line")


def test_a_missing_file_is_named(pack: Path) -> None:
    (pack / "rules.toml").unlink()
    with pytest.raises(LanguagePackError, match=r"rules\.toml"):
        languages.read(pack)
