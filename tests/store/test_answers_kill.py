"""A learner's program is killed two hundred times in the middle of answers: nothing that was kept is lost."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
ROUNDS = 100
AT_ONCE = 2

# Has loaded what a learner's program needs, and starts as many of them as are asked for in a line; each is a process of
# its own that opens the database and answers without end. It tells its own number first, and then the number of each
# answer, but only when `record` has returned. When all were killed, that is told too.
_STARTER = """
import os, sys
from datetime import datetime, timedelta, timezone
from pathlib import Path
from atlas.store.answers import Answers
from atlas.store.answers_rows import Answer, CardState, Move

now = datetime.now(timezone.utc)

def move(before):
    return Move(CardState(2, None, 1.0 if before is None else before.stability + 1, 5.0, now, now))

def tell(text):
    os.write(1, f"{os.getpid()} {text}\\n".encode())

def learn():
    tell("begins")
    answers = Answers(Path(sys.argv[1]), wait=10)
    learner = answers.learners.all()[0].id
    number = 0
    while True:
        number += 1
        answer = Answer(learner, f"pattern:muscle-{number % 7}", now, now, 3, 1.0, "muscle", 5)
        tell(answers.record(answer, move))
        if number % 5 == 0:
            answers.bury(learner, [answer.card], now + timedelta(days=1))

for line in sys.stdin:
    children = []
    for _ in range(int(line)):
        child = os.fork()
        if child == 0:
            try:
                learn()
            finally:
                os._exit(1)
        children.append(child)
    ends = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    tell("ended " + " ".join(map(str, ends)))
"""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    from atlas.store.answers import Answers

    with Answers(tmp_path / "answers.sqlite") as answers:
        answers.learners.add("Jo")
    return tmp_path / "answers.sqlite"


def test_nothing_that_was_kept_is_lost_when_the_program_is_killed(database: Path) -> None:
    from atlas.store.answers import Answers

    kept = _killed(database)
    kills = ROUNDS * AT_ONCE
    assert len(kept) > kills
    assert len(set(kept)) == len(kept)
    # Whatever the last kill left, SQLite alone opens it.
    plain = sqlite3.connect(database)
    assert plain.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    plain.close()
    with Answers(database) as answers:
        assert answers.notices == ()
        assert answers.rows("PRAGMA integrity_check") == [("ok",)]
        assert answers.rows("PRAGMA foreign_key_check") == []
        found = {number for (number,) in answers.rows("SELECT id FROM answers")}
        assert set(kept) <= found
        # An answer and what it did to its card are there together: each one made the card a day more stable.
        learner = answers.learners.all()[0].id
        stable = sum(card.state.stability for card in answers.cards(learner).values() if card.state is not None)
        assert stable == len(found)
    # No more than one answer for each kill was kept without being told.
    assert len(found) - len(kept) <= kills


def _killed(database: Path) -> list[int]:
    """The numbers that the learners' programs told before they were killed, two at a time."""
    chance = random.Random(6)
    kept = []
    paths = os.pathsep.join([str(ROOT), *[path for path in sys.path if path.endswith("site-packages")]])
    starter = subprocess.Popen(
        [sys.executable, "-c", _STARTER, str(database)],
        env={**os.environ, "PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1"},
        cwd=database.parent,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with starter:
        assert starter.stdin is not None
        assert starter.stdout is not None
        for _ in range(ROUNDS):
            print(AT_ONCE, file=starter.stdin, flush=True)
            running: set[str] = set()
            for line in starter.stdout:
                process, told = line.split(maxsplit=1)
                if told.startswith("ended"):
                    assert told.split()[1:] == [str(-signal.SIGKILL)] * AT_ONCE
                    break
                if told.strip() == "begins":
                    running.add(process)
                else:
                    kept.append(int(told))
                # Some are killed while they open the database, most in the middle of an answer.
                if len(running) == AT_ONCE and (told.strip() != "begins" or chance.random() < 0.1):
                    for each in sorted(running):
                        time.sleep(chance.uniform(0, 0.01))
                        os.kill(int(each), signal.SIGKILL)
                    running.clear()
        starter.stdin.close()
    assert starter.returncode == 0
    return kept


pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are not killed by signals here"),
    pytest.mark.timeout(240),
]
