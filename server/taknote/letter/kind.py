"""Whether a mail is a thank-you note after a job interview.

Evidence is added up: what the sentences say, what the language pack's `kind.toml` lists for and
against, and how like the mail is to the notes of the corpus. An act is needed as well, thanks or
gladness about the meeting: mail about jobs without it is an application, a chaser or news from the
employer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from taknote.languages import Language
from taknote.letter.draft import Interview
from taknote.letter.likeness import likeness
from taknote.letter.senses import LONGEST, read_evidence

if TYPE_CHECKING:
    from taknote.letter.note import Sentence

_ENOUGH = 3.0
_THANKS_FOR_MEETING = 2.0
_GLAD_TO_HAVE_MET = 1.5
_BARE_THANKS = 0.5
_CASE = 1.0
_INTEREST = 1.0
_KNOWN_INTERVIEW = 2.0
_LOGIT = 1.25


def is_thank_you_note(
    sentences: Sequence[Sentence],
    texts: Iterable[str],
    language: Language,
    interview: Interview | None,
) -> bool:
    """Whether the evidence suffices.

    Args:
        sentences: what the body says.
        texts: the body's sentences and the subject, in plain text, to look for evidence in.
        language: the language they are in.
        interview: the interview that the client says the note follows.
    """
    thanked = any(sentence.thanks_for_meeting for sentence in sentences)
    glad = any(sentence.says("encounter-pleasure") for sentence in sentences)
    bare = any(sentence.says("thanks") for sentence in sentences)
    if not (thanked or glad or bare):
        return False
    points = _THANKS_FOR_MEETING if thanked else _BARE_THANKS if bare else 0.0
    points += _GLAD_TO_HAVE_MET if glad else 0.0
    points += _CASE if any(sentence.says("case") for sentence in sentences) else 0.0
    points += _INTEREST if any(sentence.says("interest") for sentence in sentences) else 0.0
    points += _KNOWN_INTERVIEW if interview else 0.0
    alike = likeness(language.code, (sentence.text[:LONGEST] for sentence in sentences))
    points += _LOGIT * alike.get("note", 0.0)
    found: set[int] = set()
    for text in texts:
        found |= read_evidence(language.code, text[:LONGEST])
    points += sum(language.evidence[index].points for index in found)
    return points >= _ENOUGH
