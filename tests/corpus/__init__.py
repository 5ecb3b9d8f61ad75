"""The corpus: notes as data, with what is expected of them. A bad line is refused by its number.

Two kinds of file. `rules.txt` changes one good note a line at a time, for and against each rule;
the others hold whole notes between lines that begin with "===", headers above "---".
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import getaddresses
from pathlib import Path

from taknote.guidelines import IDS
from taknote.languages import SENSES as SENSE_NAMES
from taknote.letter.draft import Draft, Interview, Person, SentNote
from taknote.letter.fingerprint import fingerprint
from taknote.letter.note import Note

FOLDER = Path(__file__).parent
LANGUAGES = ("en", "da")
NOTES = ("worked-on", "set-aside")
OTHERS = ("other", "set-aside-other")
NOW = datetime.fromisoformat("2026-11-23T16:00:00+01:00")
SENSES = {
    "thanks": {"no-thanks", "thanks-not-in-opening", "thanks-for-nothing"},
    "case": {"no-case"},
    "interest": {"no-interest"},
    "next": {"no-next-step"},
    "follow-up": {"no-follow-up"},
    "follow-up-date": {"no-follow-up", "vague-follow-up"},
}
_HEADERS = {"says", "to", "subject", "attachments", "expect", "doubtful"}


class CorpusError(ValueError):
    """A line of the corpus that can't be used."""


@dataclass(frozen=True)
class Case:
    """A whole note: what it says, and the marked warnings (rule, text) that it must get.

    A doubtful one is so bare that a reader could take it for another kind of mail.
    """

    name: str
    draft: Draft
    says: frozenset[str]
    expected: frozenset[tuple[str, str]]
    doubtful: bool = False


@dataclass(frozen=True)
class RuleCase:
    """The note of `rules.txt` with one change, and whether a rule must fire on it."""

    name: str
    rule: str
    fires: bool
    draft: Draft


def whole_notes(language: str, name: str) -> list[Case]:
    """The notes of a file such as `set-aside`."""
    file = FOLDER / language / f"{name}.txt"
    cases = []
    for line, title, headers, body in _sections(file):
        says = frozenset(headers.get("says", "").split())
        if not says <= SENSES.keys():
            raise CorpusError(f"{file}, line {line}: says what? {says - SENSES.keys()}")
        draft = Draft(
            body,
            NOW,
            subject=headers.get("subject"),
            to=people(headers["to"]) if "to" in headers else None,
            attachments=int(headers["attachments"]) if "attachments" in headers else None,
        )
        cases.append(
            Case(
                f"{language}/{name}/{title}",
                draft,
                says,
                _expected(file, line, headers),
                "doubtful" in headers,
            )
        )
    return cases


def _sections(file: Path) -> Iterator[tuple[int, str, dict[str, str], str]]:
    title, start = "", 0
    headers: dict[str, str] = {}
    body: list[str] | None = None
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("==="):
            if title:
                yield start, title, headers, "\n".join(body or []).strip("\n")
            title, start, headers, body = line[3:].strip(), number, {}, None
        elif not title:
            if line and not line.startswith("#"):
                raise CorpusError(f"{file}, line {number}: a note begins with === and its name")
        elif body is not None:
            body.append(line)
        elif line == "---":
            body = []
        else:
            name, colon, value = line.partition(":")
            if not colon or name not in _HEADERS:
                raise CorpusError(f"{file}, line {number}: no such header: {line!r}")
            headers[name] = value.strip()
    if title:
        yield start, title, headers, "\n".join(body or []).strip("\n")


def _expected(file: Path, line: int, headers: dict[str, str]) -> frozenset[tuple[str, str]]:
    found = set()
    for item in filter(None, (part.strip() for part in headers.get("expect", "").split("; "))):
        rule, _, text = item.partition("=")
        if rule not in IDS:
            raise CorpusError(f"{file}, line {line}: there is no rule {rule!r}")
        found.add((rule, text))
    return frozenset(found)


def sentences(language: str) -> list[tuple[str, str, bool]]:
    """The sentences of a language: a sense, a sentence, and whether it says so."""
    file = FOLDER / language / "sentences.txt"
    found = []
    sense = ""
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if line in SENSE_NAMES:
            sense = line
        elif line[:2] in ("+ ", "- ") and sense:
            found.append((sense, line[2:], line[0] == "+"))
        elif line and not line.startswith("#"):
            raise CorpusError(f"{file}, line {number}: neither a sense nor a sentence")
    return found


def rule_cases(language: str) -> list[RuleCase]:
    """The cases of a language's `rules.txt`."""
    return list(_rule_cases(FOLDER / language / "rules.txt", language))


def base_note(language: str) -> Draft:
    """The good note that `rules.txt` changes."""
    file = FOLDER / language / "rules.txt"
    line = next(text for text in file.read_text(encoding="utf-8").splitlines() if text[:1] == "=")
    return _draft(_parts(line[1:]))


def _rule_cases(file: Path, language: str) -> Iterator[RuleCase]:
    base: dict[str, str] = {}
    rule = ""
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        try:
            if line[0] == "=":
                base = _parts(line[1:])
            elif line[0] in "+-":
                changes = _parts(line[1:])
                draft = _draft(base | changes, _draft(base))
                name = f"{language}/rules/{number}"
                yield RuleCase(
                    name, rule, line[0] == "+", dataclasses.replace(draft, stage="sending")
                )
            elif line in IDS:
                rule = line
            else:
                raise CorpusError("there is no such rule")
        except (CorpusError, ValueError) as error:
            raise CorpusError(f"{file}, line {number}: {error}") from error


def _parts(text: str) -> dict[str, str]:
    parts = {}
    for part in text.split(" | "):
        name, colon, value = part.strip().partition(":")
        if not colon:
            raise CorpusError(f"no part: {part!r}")
        parts[name] = _worded(value.strip().replace("\\n", "\n"))
    return parts


def _worded(text: str) -> str:
    """Put sentences of eight words in place of {words N}."""
    while "{words " in text:
        before, _, rest = text.partition("{words ")
        count, _, after = rest.partition("}")
        sentence = ["I", "have", "led", "the", "spring", "launch", "at", "Northwind."]
        words = [sentence[at % len(sentence)] for at in range(int(count))]
        text = before + " ".join(words).rstrip(".") + after
    return text


def _draft(parts: dict[str, str], base: Draft | None = None) -> Draft:
    body = parts.get("body") or "\n\n".join(
        filter(
            None, (parts[name] for name in ("greeting", "opening", "middle", "close", "sign-off"))
        )
    )
    interview = Interview(
        company=parts.get("company", ""),
        role=parts.get("role", ""),
        held_at=_moment(parts, "held-at"),
        hear_back_by=date.fromisoformat(parts["hear-by"]) if "hear-by" in parts else None,
        interviewers=people(parts.get("people", "")),
        questions=tuple(filter(None, [parts.get("questions", "")])),
    )
    sent = (_sent(parts["sent"], body),) if "sent" in parts else ()
    if base and "sent" not in parts:
        # Another note that nobody would take for this one.
        sent = (_sent("anna@patrickson-hirsch.com", "Dear Anna, the tour of the roof was a joy."),)
    return Draft(
        body,
        datetime.fromisoformat(parts["now"]),
        subject=parts["subject"],
        to=people(parts["to"]),
        cc=people(parts.get("cc", "")),
        bcc=people(parts.get("bcc", "")),
        sender=(*people(parts.get("from", "")), Person())[0],
        read_receipt=parts.get("read-receipt") == "yes",
        delivery_receipt=parts.get("delivery-receipt") == "yes",
        send_at=_moment(parts, "send-at"),
        attachments=int(parts["attachments"]) if "attachments" in parts else None,
        interview=interview if interview != Interview() else None,
        sent=sent,
    )


def _moment(parts: dict[str, str], name: str) -> datetime | None:
    return datetime.fromisoformat(parts[name]) if name in parts else None


def _sent(recipient: str, body: str) -> SentNote:
    sentences = (sentence.text for sentence in Note(Draft(body, NOW)).sentences)
    return SentNote(people(recipient)[0].email, fingerprint(sentences, b""))


def people(text: str) -> tuple[Person, ...]:
    """People as a mail header names them; what is no address is kept as it stands."""
    if text and "<" not in text and "," in text and "@" in text and ", " not in text:
        return (Person(email=text),)
    return tuple(Person(name, email) for name, email in getaddresses([text]) if name or email)
