"""The languages that Taknote reads and speaks: one folder each, all of it data.

A folder holds `language.toml` (letters, dates, names, the sentences that fixes write),
`senses.toml` (what a sentence can say), `kind.toml` (whether a mail is a note at all),
`filler.toml`, `register.toml` (words too casual), `mistakes.toml` (right words in wrong places),
`rules.toml` (messages) and, once notes of the language have been collected, `weights.tsv` (what a
sentence is like). To add a language is to add a folder: it is found by its presence.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

import regex

from taknote.languages.mistakes import Confusions, read_confusion
from taknote.languages.patterns import Pattern, PatternError, compile_any
from taknote.languages.sieve import Alternatives, Sieve
from taknote.languages.weights import NONE, Weights, WeightsError, read_weights

_FOLDER = Path(__file__).parent
_PATIENCE = 0.25  # seconds that one pattern may search one sentence
DEFAULT = "en"

SENSES = (
    "thanks",
    "meeting",
    "attention",
    "encounter-pleasure",
    "pleasantry",
    "case",
    "interest",
    "next-step",
    "follow-up",
    "vague-when",
    "demand",
    "apology",
    "self-doubt",
    "pay",
    "receipt-request",
    "thanks-in-advance",
    "grudging",
    "overdone",
    "event-late",
    "event-yesterday",
    "event-today",
    "attachment",
)


class LanguagePackError(ValueError):
    """A language pack that can't be loaded; the message names the file, the line and the fault."""


@dataclass(frozen=True, slots=True)
class SensePattern:
    """How one sense is said: what says it, and the look-alikes that don't."""

    name: str
    any: tuple[Pattern, ...]
    unless: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sign that a mail is, or is not, a thank-you note after an interview."""

    points: float
    any: tuple[Pattern, ...]
    unless: tuple[Pattern, ...]


_Sieved = TypeVar("_Sieved", SensePattern, Evidence)


class Sieved(Generic[_Sieved]):
    """What a sentence may say, looked for together."""

    def __init__(self, entries: Iterable[_Sieved]) -> None:
        self.entries: tuple[_Sieved, ...] = tuple(entries)
        self._patterns = [
            (place, says, pattern)
            for place, entry in enumerate(self.entries)
            for says, patterns in ((True, entry.any), (False, entry.unless))
            for pattern in patterns
        ]
        self._sieve = Sieve(pattern for _, _, pattern in self._patterns)

    def in_question(self, text: str) -> Iterator[tuple[int, Alternatives, Alternatives]]:
        """The places of the entries that a text may bear out.

        With each comes what to search for, and for what look-alikes.
        """
        found: dict[int, tuple[list[Pattern], list[Pattern]]] = {}
        for index in self._sieve.lets_through(text):
            place, says, pattern = self._patterns[index]
            found.setdefault(place, ([], []))[0 if says else 1].append(pattern)
        for place, (patterns, unless) in found.items():
            if patterns:
                yield place, Alternatives(patterns, _PATIENCE), Alternatives(unless, _PATIENCE)


class Replacements:
    """Words that are better replaced or left out, which are looked for together."""

    def __init__(self, entries: Sequence[tuple[Pattern, str]]) -> None:
        self.patterns = tuple(pattern for pattern, _ in entries)
        self._uses = tuple(use for _, use in entries)
        self._sieve = Sieve(self.patterns)

    def find(self, text: str) -> Iterator[tuple[regex.Match[str], str]]:
        """Where a text has them, and what to use instead: nothing where they are left out."""
        for index in self._sieve.lets_through(text):
            for match in self.patterns[index].finditer(text):
                yield match, self._uses[index]


@dataclass(frozen=True, slots=True, eq=False)
class LetterForms:
    """The fixed parts of a letter."""

    greeting: Pattern
    informal_greetings: frozenset[str]
    titles: Pattern
    group: Pattern
    group_part: Pattern
    name_joiner: Pattern
    particular: Pattern
    salutation_head: Pattern
    sign_off_line: Pattern
    sign_off_with_name: Pattern
    device: Pattern
    postscript: Pattern
    reply_header: Pattern
    forward_header: Pattern
    header_field: Pattern


@dataclass(frozen=True, slots=True)
class DateForms:
    """How dates are said, beside the names of months and weekdays, which come from CLDR."""

    relative: Mapping[str, int]
    weekday_before: str
    next_weekday: str
    last_weekday: str
    end_of_this_week: Pattern
    end_of_next_week: Pattern
    in_days: Pattern
    in_weeks: Pattern
    numbers: Mapping[str, int]
    ordinal_suffix: str
    day_alone: Pattern
    refers_back: Pattern
    day_first: bool
    day_firsts: Mapping[str, bool]


@dataclass(frozen=True, slots=True, eq=False)
class NameForms:
    """What is known of names: given names, short forms, particles, and words that are roles."""

    given: frozenset[str]
    nicknames: Mapping[str, frozenset[str]]
    particles: frozenset[str]
    roles: frozenset[str]


@dataclass(frozen=True, slots=True)
class Subjects:
    """Subject lines: what says nothing, and what a fix writes."""

    vague: Pattern
    with_role_and_company: str
    with_role: str
    with_company: str
    plain: str


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """All that Taknote knows of one language."""

    code: str
    name: str
    tags: tuple[str, ...]
    stemmer: str
    country: str
    countries: Mapping[str, str]
    date_format: str
    date_formats: Mapping[str, str]
    common_words: frozenset[str]
    letter_words: frozenset[str]
    letter: LetterForms
    dates: DateForms
    names: NameForms
    subjects: Subjects
    sentences: Mapping[str, Any]
    placeholders: Pattern
    senses: Sieved[SensePattern]
    negator: Pattern
    not_negator: Pattern
    subject: Pattern
    opinion: Pattern
    evidence: Sieved[Evidence]
    filler: Replacements
    informal: Replacements
    confusions: Confusions
    weights: Weights
    messages: Mapping[str, Any]


@functools.cache
def codes() -> tuple[str, ...]:
    """The codes of the languages that are installed, English first."""
    found = sorted(file.parent.name for file in _FOLDER.glob("*/language.toml"))
    return tuple(sorted(found, key=lambda code: code != DEFAULT))


@functools.cache
def tags() -> Mapping[str, str]:
    """Every language tag that a request may name (BCP 47), with the language it belongs to."""
    return {tag: code for code in codes() for tag in load(code).tags}


@functools.cache
def given_names() -> frozenset[str]:
    """Every language's given names: people work abroad."""
    return frozenset().union(*(load(code).names.given for code in codes()))


@functools.cache
def load(code: str) -> Language:
    """Load a language by its code.

    Raises:
        LanguagePackError: one of its files can't be used; the message names file and line.
    """
    return read(_FOLDER / code)


def read(folder: Path) -> Language:
    """Read a language from a folder; see `load`."""
    return _Reader(folder).language()


class _Reader:
    """Reads one folder, and knows where in its files a fault stands."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.sources: dict[str, str] = {}

    def file(self, name: str) -> dict[str, Any]:
        path = self.folder / name
        try:
            self.sources[name] = path.read_text(encoding="utf-8")
            return tomllib.loads(self.sources[name])
        except FileNotFoundError as error:
            raise LanguagePackError(f"{path}: the file is missing") from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise LanguagePackError(f"{path}: {error}") from error

    def fault(self, name: str, part: str, reason: str) -> LanguagePackError:
        lines = self.sources[name].splitlines()
        line = next((at for at, text in enumerate(lines, 1) if part and part in text), 1)
        return LanguagePackError(f"{self.folder / name}, line {line}: {reason}")

    def pattern(
        self,
        name: str,
        sources: str | Sequence[str],
        parts: Mapping[str, str] | None = None,
        *,
        whole: bool = False,
    ) -> Pattern:
        listed = [sources] if isinstance(sources, str) else list(sources)
        try:
            return compile_any(listed, parts, whole=whole)
        except PatternError as error:
            raise self.fault(name, error.pattern, str(error)) from error

    def alternatives(
        self, name: str, sources: Sequence[str], parts: Mapping[str, str]
    ) -> tuple[Pattern, ...]:
        return tuple(self.pattern(name, source, parts) for source in sources)

    def language(self) -> Language:
        file = "language.toml"
        data = self.file(file)
        try:
            return self.build(data)
        except KeyError as error:
            raise self.fault(file, "", f"{error} is missing") from error

    def build(self, data: dict[str, Any]) -> Language:
        senses_file = self.file("senses.toml")
        parts = senses_file.pop("parts")
        unknown = set(senses_file) - set(SENSES)
        if unknown:
            name = min(unknown)
            raise self.fault("senses.toml", f"[{name}]", f"there is no sense named {name!r}")
        kind = self.file("kind.toml")
        return Language(
            code=self.folder.name,
            name=data["name"],
            tags=tuple(data["tags"]),
            stemmer=data["stemmer"],
            country=data["country"],
            countries=data.get("countries", {}),
            date_format=data["date_format"],
            date_formats=data.get("date_formats", {}),
            common_words=frozenset(data["common_words"].split()),
            letter_words=self.words("letter_words.txt"),
            letter=self.letter(data),
            dates=self.dates(data["dates"]),
            names=self.names(data["names"]),
            subjects=self.subjects(data["subjects"]),
            sentences=data["sentences"],
            placeholders=self.pattern("language.toml", data["placeholders"]),
            senses=Sieved(
                SensePattern(
                    name,
                    self.alternatives("senses.toml", senses_file[name]["any"], parts),
                    self.alternatives("senses.toml", senses_file[name].get("unless", []), parts),
                )
                for name in SENSES
            ),
            negator=self.pattern("senses.toml", parts["negator"]),
            not_negator=self.pattern("senses.toml", parts["not_negator"]),
            subject=self.pattern("senses.toml", parts["subject"]),
            opinion=self.pattern("senses.toml", rf"(?:{parts['opinion']})\s*\Z"),
            evidence=Sieved(
                Evidence(
                    entry["points"],
                    self.alternatives("kind.toml", entry["any"], parts),
                    self.alternatives("kind.toml", entry.get("unless", []), parts),
                )
                for entry in kind["evidence"]
            ),
            filler=self.replacements("filler.toml", "filler"),
            informal=self.replacements("register.toml", "informal"),
            confusions=self.confusions("mistakes.toml"),
            weights=self.weights("weights.tsv"),
            messages=self.file("rules.toml"),
        )

    def letter(self, data: dict[str, Any]) -> LetterForms:
        greeting, sign_off, quoted = data["salutation"], data["sign_off"], data["quoted"]
        name = (
            r"(?-i:\p{Lu}[\p{L}\p{M}'’-]+|(?:\p{Lu}\.?)+(?![\p{L}])|\[[^\]]{1,40}\]"
            r"|\{{1,2}[^}]{1,40}\}{1,2})"
        )
        words, joiners = greeting["words"], greeting["name_joiners"]
        part = (
            rf"(?:{greeting['titles']})\b\.?|(?:{greeting['group']})(?!\w)|{name}"
            rf"|(?:{'|'.join(data['names']['particles'])})(?!\w)|(?:{greeting['joiners']})(?!\w)"
        )
        head = rf"(?:{words})(?!\w)(?:,(?=[ ]+{name}[ ]*[,!:.]))?(?:[ \t]+(?:{part}))*"
        return LetterForms(
            greeting=self.pattern("language.toml", words),
            informal_greetings=frozenset(greeting["informal"]),
            titles=self.pattern("language.toml", greeting["titles"]),
            group=self.pattern("language.toml", greeting["group"]),
            group_part=self.pattern("language.toml", greeting["group_part"]),
            name_joiner=regex.compile(rf"\s*,\s*(?:{joiners})?\s+|\s+(?:{joiners})\s+", regex.I),
            particular=self.pattern("language.toml", greeting["particular"]),
            salutation_head=regex.compile(rf"\s*{head}\s*", regex.IGNORECASE),
            sign_off_line=self.pattern(
                "language.toml", rf"(?:{sign_off['phrases']})\s*[,.!:;—–-]*", whole=True
            ),
            sign_off_with_name=regex.compile(
                rf"(?:^|(?<=[.!?…)\]:;\"”\p{{So}}]))\s*(?P<phrase>{_tight(sign_off['phrases'])})"
                rf"(?:\s*[,.!—–-]\s*|\s+)(?P<name>{name}(?:[ ]{name}){{0,4}})\s*\Z",
                regex.IGNORECASE,
            ),
            device=self.pattern("language.toml", sign_off["device"], whole=True),
            postscript=regex.compile(rf"\s*(?:{sign_off['postscript']})[\s:,.]", regex.IGNORECASE),
            reply_header=self.pattern("language.toml", rf"(?:{quoted['reply']})\s*:?", whole=True),
            forward_header=self.pattern(
                "language.toml", rf"(?:{quoted['forwarded']})\s*:?", whole=True
            ),
            header_field=regex.compile(
                rf"\s*\*?(?P<field>{quoted['headers']})\*?\s?:\*?", regex.IGNORECASE
            ),
        )

    def dates(self, data: dict[str, Any]) -> DateForms:
        return DateForms(
            relative=data["relative"],
            weekday_before=_tight(data["weekday_before"]),
            next_weekday=_tight(data["next_weekday"]),
            last_weekday=_tight(data["last_weekday"]),
            end_of_this_week=self.pattern("language.toml", data["end_of_this_week"]),
            end_of_next_week=self.pattern("language.toml", data["end_of_next_week"]),
            in_days=self.pattern("language.toml", data["in_days"]),
            in_weeks=self.pattern("language.toml", data["in_weeks"]),
            numbers=data["numbers"],
            ordinal_suffix=data["ordinal_suffix"],
            day_alone=self.pattern("language.toml", data["day_alone"]),
            refers_back=self.pattern("language.toml", data["refers_back"]),
            day_first=data["day_first"],
            day_firsts=data.get("day_firsts", {}),
        )

    def names(self, data: dict[str, Any]) -> NameForms:
        nicknames: dict[str, set[str]] = {}
        for group in data["nicknames"].split(";"):
            forms = {form.casefold() for form in group.split()}
            for form in forms:
                nicknames.setdefault(form, set()).update(forms)
        return NameForms(
            given=self.words("given_names.txt"),
            nicknames={form: frozenset(forms) for form, forms in nicknames.items()},
            particles=frozenset(data["particles"]),
            roles=frozenset(data["roles"]),
        )

    def subjects(self, data: dict[str, Any]) -> Subjects:
        return Subjects(
            vague=self.pattern("language.toml", data["vague"], whole=True),
            with_role_and_company=data["with_role_and_company"],
            with_role=data["with_role"],
            with_company=data["with_company"],
            plain=data["plain"],
        )

    def words(self, name: str) -> frozenset[str]:
        try:
            text = (self.folder / name).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise LanguagePackError(f"{self.folder / name}: {error}") from error
        words: set[str] = set()
        for number, line in enumerate(text.splitlines(), 1):
            if line.startswith("#"):
                continue
            odd = next((word for word in line.split() if not word.isalpha()), None)
            if odd:
                raise LanguagePackError(f"{self.folder / name}, line {number}: {odd!r} is no word")
            words.update(line.split())
        return frozenset(words)

    def confusions(self, name: str) -> Confusions:
        data = self.file(name)
        parts = data.get("parts", {})
        try:
            return Confusions(
                [
                    read_confusion(entry["name"], entry["find"], entry.get("unless", []), parts)
                    for entry in data["mistake"]
                ]
            )
        except PatternError as error:
            raise self.fault(name, error.pattern, str(error)) from error

    def weights(self, name: str) -> Weights:
        """The linear model's weights; a language that has none yet is read by patterns alone."""
        file = self.folder / name
        if not file.exists():
            return NONE
        try:
            return read_weights(file.read_text(encoding="utf-8"))
        except WeightsError as error:
            raise LanguagePackError(f"{file}, line {error.line}: {error}") from error
        except (OSError, UnicodeDecodeError) as error:
            raise LanguagePackError(f"{file}: {error}") from error

    def replacements(self, name: str, table: str) -> Replacements:
        entries = self.file(name)[table]
        return Replacements(
            [(self.pattern(name, entry["find"]), entry["use"]) for entry in entries]
        )


def _tight(source: str) -> str:
    """A fragment for use within a larger expression, its spaces standing for any white space."""
    return source.replace(" ", r"\s+")
