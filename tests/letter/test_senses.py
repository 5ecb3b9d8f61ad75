"""What a sentence says, and what only looks like it."""

from __future__ import annotations

import pytest

import corpus
from taknote.letter.language import detect
from taknote.letter.senses import read_senses


def asserted(language: str, sentence: str) -> set[str]:
    return {s.name for s in read_senses(language, sentence) if s.polarity == "asserted"}


@pytest.mark.parametrize(
    ("language", "sentence", "sense"),
    [
        ("en", "Thanks to my experience I know the trade.", "thanks"),
        ("en", "No thanks to the weather, we finished in time.", "thanks"),
        ("en", "I would be grateful if you could send it.", "thanks"),
        ("en", "I would appreciate a reply.", "thanks"),
        ("en", "Thank you in advance.", "thanks"),
        ("en", "Please thank Mr. Doyle for the tea.", "thanks"),
        ("en", "I am not interested in the position.", "interest"),
        ("en", "I look forward to hearing from you.", "interest"),
        ("en", "I look forward to hearing from you.", "next-step"),
        ("en", "I look forward to your answer.", "follow-up"),
        ("en", "You will call me on Friday.", "follow-up"),
        ("en", "I do not expect to hear from you before Friday.", "demand"),
        ("en", 'You said "thank you for coming" to everybody.', "thanks"),
        ("da", "Takket være min erfaring kender jeg faget.", "thanks"),
        ("da", "Jeg ville være taknemmelig, hvis du sender den.", "thanks"),
        ("da", "På forhånd tak.", "thanks"),
        ("da", "Jeg er ikke interesseret i stillingen.", "interest"),
        ("da", "Jeg ser frem til at høre fra dig.", "interest"),
        ("da", "Jeg ser frem til at høre fra dig.", "next-step"),
        ("da", "Du ringer til mig fredag.", "follow-up"),
        ("da", "Jeg takker nej til stillingen.", "thanks"),
    ],
)
def test_a_look_alike_says_nothing_of_the_kind(language: str, sentence: str, sense: str) -> None:
    assert sense not in asserted(language, sentence)


@pytest.mark.parametrize(
    ("language", "sentence", "sense"),
    [
        ("en", "I can't thank you enough for the hour.", "thanks"),
        ("en", "I could not be more excited about the role.", "interest"),
        ("en", "I can't wait to join your team.", "interest"),
        ("en", "If I haven't heard by then, I'll ring you.", "follow-up"),
        ("en", "Not only did I learn a lot, I am also very interested in the job.", "interest"),
        ("da", "Jeg kan næsten ikke vente med at blive en del af holdet.", "interest"),
        ("da", "Hvis jeg ikke har hørt noget, ringer jeg til dig.", "follow-up"),
        ("da", "Det var ikke kun lærerigt, jeg er også meget interesseret i jobbet.", "interest"),
    ],
)
def test_a_negation_reaches_no_further_than_its_clause(
    language: str, sentence: str, sense: str
) -> None:
    assert sense in asserted(language, sentence)


SENTENCES = [
    (language, *case) for language in corpus.LANGUAGES for case in corpus.sentences(language)
]


@pytest.mark.parametrize(("language", "sense", "sentence", "says"), SENTENCES)
def test_a_sense_is_told_from_its_look_alikes(
    language: str, sense: str, sentence: str, says: bool
) -> None:
    assert (sense in asserted(language, sentence)) == says


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Dear Keith, thank you for", "en"),
        ("Kære Anne, tak for i", "da"),
        ("Hi Søren, thanks for the chat", "en"),
        ("Hej Keith, tak for snakken", "da"),
        ("", "en"),
        (
            "Sehr geehrter Herr Schmidt, vielen Dank für das freundliche Gespräch von heute "
            "und die Zeit, die Sie sich genommen haben.",
            "und",
        ),
    ],
)
def test_the_language_is_told_by_a_few_words(text: str, language: str) -> None:
    assert detect(text, "en") == language
