"""Dates that a letter names, in the words of its language, resolved against a day.

The names of months and weekdays come from CLDR (through Babel), everything else from the
language pack.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import holidays
import regex
from babel import Locale
from babel.dates import format_date

from taknote.kept import MOST
from taknote.languages import Language
from taknote.languages.patterns import Pattern
from taknote.languages.sieve import Sieve

_PASSED_MONTHS_AGO = 120


@dataclass(frozen=True, slots=True)
class NamedDate:
    """A date found in a text.

    `weekday` (Monday is 0) is set where the text names one beside the date itself, so that the
    two can disagree. `exact` is true where day and month are both named.
    """

    start: int
    end: int
    day: date
    weekday: int | None = None
    exact: bool = False


@dataclass(frozen=True, slots=True)
class _Forms:
    months: dict[str, int]
    weekdays: dict[str, int]
    full: Pattern
    numeric: Pattern
    iso: Pattern
    weekday: Pattern
    relative: Pattern


@functools.lru_cache(maxsize=16)
def _forms(language: Language, tag: str) -> _Forms:
    locale = Locale.parse(language.code)
    months = _names(locale.months["format"], locale.months["stand-alone"])
    weekdays = _names(locale.days["format"], locale.days["stand-alone"])
    month = "|".join(regex.escape(name) for name in sorted(months, key=len, reverse=True))
    weekday = "|".join(regex.escape(name) for name in sorted(weekdays, key=len, reverse=True))
    suffix = language.dates.ordinal_suffix
    before = (
        rf"(?:(?:{language.dates.weekday_before})*(?P<weekday>{weekday})\.?,?\s+"
        r"(?:the\s+|den\s+|d\.\s*)?)?"
    )
    day = rf"(?P<day>0?[1-9]|[12]\d|3[01])(?:{suffix})?"
    year = r"(?:,?\s+(?P<year>20\d\d))?"
    flags = regex.IGNORECASE
    relative = "|".join(
        regex.escape(name) for name in sorted(language.dates.relative, key=len, reverse=True)
    )
    return _Forms(
        months=months,
        weekdays=weekdays,
        full=regex.compile(
            rf"(?<![\w.]){before}(?:{day}\.?\s+(?:of\s+)?(?P<month>{month})(?:\.(?=\s+[\d\p{{Ll}}]))?{year}"
            rf"|(?P<month>{month})\.?\s+(?:the\s+)?{day}{year})(?!\w)",
            flags,
        ),
        numeric=regex.compile(
            rf"(?<![\w./-]){before}(?!24/7(?!\d))(?P<first>0?[1-9]|[12]\d|3[01])(?P<mark>[./-])"
            r"(?P<second>0?[1-9]|[12]\d|3[01])(?:(?P=mark)(?P<year>20\d\d|\d\d)|(?P=mark))?"
            r"(?![\w%]|[./-]\d)",
            flags,
        ),
        iso=regex.compile(r"(?<!\d)(?P<year>20\d\d)-(?P<month>[01]\d)-(?P<day>[0-3]\d)(?!\d)"),
        weekday=regex.compile(
            rf"(?<!\w)(?:(?P<next>{language.dates.next_weekday})\s+"
            rf"|(?P<last>{language.dates.last_weekday})\s+)?(?P<weekday>{weekday})(?!\w)",
            flags,
        ),
        relative=regex.compile(rf"(?<!\w)(?P<word>{relative})(?!\w)", flags),
    )


@functools.lru_cache(maxsize=16)
def patterns_of(language: Language, tag: str) -> tuple[Pattern, ...]:
    """Every pattern that finds dates in a language."""
    forms, dates = _forms(language, tag), language.dates
    named = (forms.full, forms.numeric, forms.iso, forms.weekday, forms.relative)
    counted = (dates.in_days, dates.in_weeks, dates.day_alone)
    return (*named, *counted, dates.end_of_this_week, dates.end_of_next_week)


@functools.lru_cache(maxsize=16)
def _sieve(language: Language, tag: str) -> Sieve:
    return Sieve(patterns_of(language, tag))


def _names(*contexts: dict[str, dict[int, str]]) -> dict[str, int]:
    return {
        name.casefold().rstrip("."): number
        for context in contexts
        for width in ("wide", "abbreviated")
        for number, name in context[width].items()
    }


@functools.lru_cache(maxsize=MOST)
def find_dates(text: str, language: Language, tag: str, today: date) -> tuple[NamedDate, ...]:
    """The dates that a text names, in order, none inside another.

    Args:
        text: plain text.
        language: the text's language.
        tag: the language tag asked for, where it matters whether days or months come first.
        today: the day that "tomorrow" and "Friday" are counted from.
    """
    found: list[NamedDate] = []
    for candidate in _candidates(text, language, tag, today):
        if not any(candidate.start < other.end and other.start < candidate.end for other in found):
            found.append(candidate)
    return tuple(sorted(found, key=lambda named: named.start))


def _candidates(text: str, language: Language, tag: str, today: date) -> Iterator[NamedDate]:
    patterns = patterns_of(language, tag)
    may_match = {patterns[index] for index in _sieve(language, tag).lets_through(text)}
    if not may_match:
        return

    def found(pattern: Pattern) -> Iterator[regex.Match[str]]:
        return pattern.finditer(text) if pattern in may_match else iter(())

    forms = _forms(language, tag)
    yield from _full(found, forms, language, tag, today)
    dates = language.dates
    days_to_friday = (4 - today.weekday()) % 7
    for match in found(dates.end_of_next_week):
        day = today + timedelta(days=4 - today.weekday() + 7)
        yield NamedDate(match.start(), match.end(), day)
    for match in found(dates.end_of_this_week):
        yield NamedDate(match.start(), match.end(), today + timedelta(days=days_to_friday))
    for pattern, length in ((dates.in_days, 1), (dates.in_weeks, 7)):
        for match in found(pattern):
            word = match["count"].casefold()
            count = int(word[:3]) if word.isdecimal() else dates.numbers.get(word, 1)
            yield NamedDate(match.start(), match.end(), today + timedelta(days=count * length))
    for match in found(dates.day_alone):
        day_named = _next_day_of_month(today, int(match["day"]))
        if day_named:
            yield NamedDate(match.start(), match.end(), day_named)
    for match in found(forms.relative):
        offset = dates.relative[regex.sub(r"\s+", " ", match["word"]).casefold()]
        yield NamedDate(match.start(), match.end(), today + timedelta(days=offset))
    for match in found(forms.weekday):
        weekday = forms.weekdays[match["weekday"].casefold()]
        if match["last"]:
            continue  # it looks back
        ahead = (weekday - today.weekday()) % 7
        if match["next"]:
            ahead = (weekday - today.weekday()) + (7 if weekday > today.weekday() else 14)
            ahead = ahead if ahead <= 13 else ahead - 7
        elif ahead == 0:
            ahead = 7
        yield NamedDate(match.start("weekday"), match.end(), today + timedelta(days=ahead))


def _full(
    found: Callable[[Pattern], Iterator[regex.Match[str]]],
    forms: _Forms,
    language: Language,
    tag: str,
    today: date,
) -> Iterator[NamedDate]:
    """Dates that name day and month."""
    day_first = language.dates.day_firsts.get(tag, language.dates.day_first)
    for pattern in (forms.iso, forms.full, forms.numeric):
        for match in found(pattern):
            groups = match.groupdict()
            if pattern is forms.numeric:
                pair = int(groups["first"]), int(groups["second"])
                if groups["mark"] == "." and not (day_first and language.dates.day_first):
                    continue  # 3.5 is a number where dates are not written so
                number, month = pair if day_first or pair[0] > 12 else pair[::-1]
            elif pattern is forms.iso:
                number, month = int(groups["day"]), int(groups["month"])
            else:
                number = int(groups["day"])
                month = forms.months[groups["month"].casefold()]
            year = int(groups["year"]) if groups.get("year") else None
            day = _nearest_year(number, month, year, today)
            if day is None:
                continue
            weekday = groups.get("weekday")
            start = match.start("weekday") if weekday else match.start()
            yield NamedDate(
                start,
                match.end(),
                day,
                forms.weekdays[weekday.casefold()] if weekday else None,
                exact=True,
            )


def _nearest_year(number: int, month: int, year: int | None, today: date) -> date | None:
    """The day of that month that the writer most likely means, or None where there is none."""
    try:
        if year is not None:
            return date(year if year >= 100 else 2000 + year, month, number)
        day = date(today.year, month, number)
    except ValueError:
        return None
    if (today - day).days > _PASSED_MONTHS_AGO and today.year < date.max.year:
        try:
            return day.replace(year=today.year + 1)
        except ValueError:
            return None
    return day


def _next_day_of_month(today: date, number: int) -> date | None:
    """The next day with that number, this month or one of the next two."""
    for ahead in range(3):
        month = today.month - 1 + ahead
        try:
            day = date(today.year + month // 12, month % 12 + 1, number)
        except ValueError:
            continue
        if day >= today:
            return day
    return None


@functools.lru_cache(maxsize=512)
def write_date(day: date, language: Language, tag: str) -> str:
    """A date as a sentence of a letter would name it, weekday and day of the month."""
    pattern = language.date_formats.get(tag, language.date_format)
    return format_date(day, pattern, locale=language.code)


@functools.lru_cache(maxsize=512)
def working_day(start: date, after: int, country: str) -> date:
    """The first working day at least `after` working days past `start`.

    Weekends and the country's public holidays are skipped; a country that the holidays library
    does not know has none.

    Args:
        start: the day to count from.
        after: working days to pass; 0 keeps `start` if it is a working day.
        country: an ISO 3166-1 code of two letters.
    """
    free = _public_holidays(country)
    day = start
    passed = 0
    while True:
        if day.weekday() < 5 and day not in free:
            if passed >= after:
                return day
            passed += 1
        if day >= date.max - timedelta(days=1):
            return day
        day += timedelta(days=1)


@functools.lru_cache(maxsize=64)
def _public_holidays(country: str) -> holidays.HolidayBase | frozenset[date]:
    try:
        return holidays.country_holidays(country.upper())
    except NotImplementedError:
        return frozenset()
