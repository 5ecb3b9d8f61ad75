"""All engines of all languages: loaded aside, held once for the process, asked by the sentence."""

from __future__ import annotations

import functools
import logging
import os
import threading
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path

import regex

from taknote import languages
from taknote.kept import MOST
from taknote.proofreading import Engine, Reading, merge
from taknote.proofreading.confusions import Confusions
from taknote.proofreading.harper import Harper
from taknote.proofreading.hunspell import HunspellDictionary
from taknote.proofreading.languagetool import LanguageTool

_LOG = logging.getLogger(__name__)
_PACKS = Path(languages.__file__).parent
_LONE_SURROGATE = regex.compile(r"[\ud800-\udfff]")
LANGUAGETOOL = "TAKNOTE_LANGUAGETOOL_URL"


class Proofreader:
    """Asks every engine of a language, as far as they are ready.

    Args:
        engines: in the order in which they are believed.
    """

    def __init__(self, engines: Sequence[Engine]) -> None:
        self._engines = tuple(engines)
        self._ready: dict[Engine, threading.Event] = {e: threading.Event() for e in engines}
        self._failed: set[Engine] = set()
        self._begun = threading.Lock()
        self._read: OrderedDict[tuple[str, str, str], Reading] = OrderedDict()
        self._reading = threading.Lock()

    def start(self) -> None:
        """Load all engines in the background; a second call does nothing."""
        if self._begun.acquire(blocking=False):
            for engine in self._engines:
                threading.Thread(
                    target=self._load, args=(engine,), name=f"load-{engine.name}", daemon=True
                ).start()

    def wait(self) -> None:
        """Load all engines, and wait until they are ready."""
        self.start()
        for ready in self._ready.values():
            ready.wait()

    def _load(self, engine: Engine) -> None:
        try:
            engine.load()
        except Exception:
            self._failed.add(engine)
            _LOG.exception("The engine %s could not be loaded.", engine.name)
        finally:
            self._ready[engine].set()

    def _of(self, language: str) -> list[Engine]:
        return [engine for engine in self._engines if engine.language == language]

    @property
    def ready(self) -> dict[str, bool]:
        """Which engines are ready, by name and language."""
        return {
            f"{engine.name}-{engine.language}": event.is_set() and engine not in self._failed
            for engine, event in self._ready.items()
        }

    def read(self, sentence: str, language: str, tag: str) -> Reading:
        """What the engines of a language find in a sentence; incomplete while one still loads.

        What was read completely is kept, so that a keystroke costs one sentence.
        """
        key = (sentence, language, tag)
        with self._reading:
            if key in self._read:
                self._read.move_to_end(key)
                return self._read[key]
        proper = _LONE_SURROGATE.sub("\ufffd", sentence)  # the engines take no other Unicode
        reading = merge([self._ask(engine, proper, tag) for engine in self._of(language)])
        if reading.complete:
            with self._reading:
                self._read[key] = reading
                if len(self._read) > MOST:
                    self._read.popitem(last=False)
        return reading

    def _ask(self, engine: Engine, sentence: str, tag: str) -> Reading:
        if not self._ready[engine].is_set():
            return Reading((), complete=False)
        return Reading(()) if engine in self._failed else engine.read(sentence, tag)


@functools.cache
def the_proofreader() -> Proofreader:
    """The process's own, with every engine that there is."""
    url = os.environ.get(LANGUAGETOOL, "")
    engines: list[Engine] = []
    for code in languages.codes():
        engines.append(Confusions(code))
        if (_PACKS / code / "harper.toml").exists():
            engines.append(Harper())
        if (_PACKS / code / "dictionary").exists():
            engines.append(HunspellDictionary(code, _PACKS / code / "dictionary"))
        if url:
            engines.append(LanguageTool(code, url))
    return Proofreader(engines)
