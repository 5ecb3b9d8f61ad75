"""Work that no check waits for: done on a thread of its own, and there for the next check."""

from __future__ import annotations

import queue
import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

Question = TypeVar("Question")
Answer = TypeVar("Answer")

_MOST_WAITING = 500


class Aside(Generic[Question, Answer]):
    """Answers to questions, worked out one after the other, the newest kept.

    Args:
        work: answers a question; what it raises is taken for no answer.
        most: how many answers are kept.
    """

    def __init__(self, work: Callable[[Question], Answer], most: int) -> None:
        self._work = work
        self._most = most
        self._answers: OrderedDict[Question, Answer] = OrderedDict()
        self._asked: set[Question] = set()
        self._lock = threading.Lock()
        self._waiting: queue.Queue[Question] = queue.Queue(_MOST_WAITING)
        self._thread: threading.Thread | None = None

    def get(self, question: Question) -> Answer | None:
        """The answer, or None while it is being worked out."""
        with self._lock:
            if question in self._answers:
                self._answers.move_to_end(question)
                return self._answers[question]
            if question not in self._asked:
                try:
                    self._waiting.put_nowait(question)
                except queue.Full:
                    return None  # asked again by the next check
                self._asked.add(question)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="aside", daemon=True)
                self._thread.start()
        return None

    def _run(self) -> None:
        while True:
            question = self._waiting.get()
            try:
                answer = self._work(question)
            except Exception:
                with self._lock:
                    self._asked.discard(question)
                continue
            with self._lock:
                self._asked.discard(question)
                self._answers[question] = answer
                if len(self._answers) > self._most:
                    self._answers.popitem(last=False)
