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
from taknote.letter.senses import LONGEST, PATTERNED, read_evidence

if TYPE_CHECKING:
    from taknote.letter.note import Sentence

_ENOUGH = 3.5
_THANKS_FOR_MEETING = 2.0
_GLAD_TO_HAVE_MET = 1.5
_BARE_THANKS = 0.5
# A note begins with it; letters that end in thanks are of many kinds.
_FIRST = 3  # sentences
_LATE = 2.0
_CASE = 1.0
_INTEREST = 1.0
_KNOWN_INTERVIEW = 2.0
_A_JOB = 1.5
_BEGUN = 2  # sentences
_LOGIT = 2.5
# Mail unlike anything in the corpus may score anything.
_LEAST_LOGITS, _MOST_LOGITS = -2.0, 2.0


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
    code = language.code
    found = frozenset().union(*(read_evidence(code, text[:LONGEST]) for text in texts))
    evidence = [language.evidence.entries[index].points for index in found]
    thanked = any(sentence.thanks_for_meeting for sentence in sentences)
    glad = any(sentence.says("encounter-pleasure") for sentence in sentences)
    bare = any(sentence.says("thanks") for sentence in sentences)
    doubtful = interview is None and min(evidence, default=0.0) < 0
    if not (thanked or glad or (bare and not doubtful)):
        return False
    points = sum(evidence)
    points += _THANKS_FOR_MEETING if thanked else _BARE_THANKS if bare else 0.0
    points += _GLAD_TO_HAVE_MET if glad else 0.0
    if not any(one.says("thanks") or one.says("encounter-pleasure") for one in sentences[:_FIRST]):
        points -= _LATE
    case, interest = _worded(sentences, "case"), _worded(sentences, "interest")
    points += _CASE * case + _INTEREST * interest
    points += _KNOWN_INTERVIEW if interview else 0.0
    alike = likeness(language.code, (sentence.text[:LONGEST] for sentence in sentences))
    # Who is thankful for a meeting about a job has said enough while there is little else, and
    # where the writer wants it.
    about_a_job = max(evidence, default=0.0) >= _A_JOB or interview is not None
    enough = len(sentences) <= _BEGUN or interest
    clear = thanked and about_a_job and enough and not doubtful
    least = 0.0 if clear else _LEAST_LOGITS
    points += _LOGIT * max(least, min(_MOST_LOGITS, alike.get("note", 0.0)))
    return points >= _ENOUGH


def _worded(sentences: Sequence[Sentence], name: str) -> bool:
    """Whether a pattern finds a sense; what is merely like it is weighed with the whole mail."""
    return any(
        sense.name == name and sense.polarity == "asserted" and sense.by == PATTERNED
        for sentence in sentences
        for sense in sentence.senses
    )
