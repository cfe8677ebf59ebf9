"""Jobs: the answer arrives on the GUI thread, a stop stops, nothing that went wrong is lost."""

import threading
from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtCore import QObject
from shiboken6 import delete

from desktop.jobs import Job, JobRunner, JobState
from geodata.cancel import Progress
from geodata.errors import Cancelled, NotFound, Refused


@pytest.fixture
def runner(qapp: object) -> Iterator[JobRunner]:
    made = JobRunner()
    yield made
    made.close()


class Gate:
    """A place where work waits until the test lets it through, or until it is stopped."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self.open = threading.Event()

    def work(self, word: str, progress: Progress) -> str:
        self.reached.set()
        while not self.open.wait(0.001):
            progress.token.check()
        return word


def add(a: int, b: int, progress: Progress) -> int:
    return a + b


def thread_name(progress: Progress) -> str:
    return threading.current_thread().name


def test_the_answer_of_a_function_arrives_on_the_thread_of_the_window(runner):
    answers = []
    runner.run(add, 2, 3, done=lambda answer: answers.append((answer, threading.current_thread())))
    runner.wait()
    assert answers == [(5, threading.main_thread())]


def test_the_work_itself_is_done_elsewhere(runner):
    answers = []
    runner.run(thread_name, done=answers.append)
    runner.wait()
    assert answers[0].startswith("confinia-work")


def test_an_answer_comes_by_itself_while_the_window_runs(runner, qtbot):
    answers = []
    runner.run(add, 1, 1, done=answers.append)
    qtbot.waitUntil(lambda: answers == [2])


def test_a_foreseen_failure_reaches_the_caller_as_its_sentence(runner):
    def look(progress):
        raise NotFound("There is no such sheet.")

    failures = []
    job = runner.run(look, failed=failures.append)
    runner.wait()
    assert [failure.sentence for failure in failures] == ["There is no such sheet."]
    assert job.state is JobState.FAILED


def test_a_foreseen_failure_that_nobody_takes_is_announced(runner, qtbot):
    def look(progress):
        raise NotFound("There is no such sheet.")

    with qtbot.waitSignal(runner.failed) as caught:
        runner.run(look)
    assert caught.args[0].sentence == "There is no such sheet."


def test_an_unforeseen_failure_is_announced_with_its_traceback(runner, qtbot):
    def divide(progress):
        return 1 // 0

    with qtbot.waitSignal(runner.crashed) as caught:
        runner.run(divide)
    assert isinstance(caught.args[0], ZeroDivisionError)
    assert caught.args[0].__traceback__ is not None


def test_a_stopped_job_ends_and_answers_nothing(runner):
    gate, answers, failures = Gate(), [], []
    job = runner.run(gate.work, "done", done=answers.append, failed=failures.append)
    assert gate.reached.wait(5)
    job.cancel()
    runner.wait()
    assert (answers, failures, job.state) == ([], [], JobState.CANCELLED)


def test_a_job_that_finished_just_before_it_was_stopped_answers_nothing(runner):
    answers = []
    gate = Gate()
    job = runner.run(gate.work, "done", done=answers.append)
    gate.open.set()
    job.cancel()
    runner.wait()
    assert (answers, job.state) == ([], JobState.CANCELLED)


def test_progress_tells_the_word_and_how_far(runner):
    def count(progress):
        for step in range(1, 4):
            progress.step("Reading lines", step, 3)

    seen = []
    runner.run(count, progress=lambda job: seen.append((job.what, job.steps, job.total)))
    runner.wait()
    assert seen[-1] == ("Reading lines", 3, 3)


def test_the_status_bar_hears_of_the_start_and_the_end_of_a_job(runner):
    heard = []
    runner.started.connect(lambda job: heard.append(("started", job.label)))
    runner.finished.connect(lambda job: heard.append(("finished", job.label)))
    runner.run(add, 1, 2, label="Adding")
    runner.wait()
    assert heard == [("started", "Adding"), ("finished", "Adding")]


def test_the_status_bar_hears_nothing_of_drawing(runner):
    heard = []
    runner.started.connect(heard.append)
    runner.finished.connect(heard.append)
    runner.latest().run(add, 1, 2, done=lambda answer: None)
    runner.wait()
    assert heard == []


def test_only_the_newest_request_of_a_channel_is_answered(runner):
    gate, answers, channel = Gate(), [], runner.latest()
    channel.run(gate.work, "first", done=answers.append)
    assert gate.reached.wait(5)
    channel.run(add, 1, 1, done=answers.append)
    channel.run(add, 2, 2, done=answers.append)
    runner.wait()
    assert answers == [4]
    assert not channel.busy


def test_a_request_that_is_still_of_use_may_end_before_the_next(runner):
    gate, answers, channel = Gate(), [], runner.latest()
    channel.run(gate.work, "first", done=answers.append)
    channel.run(add, 1, 1, done=answers.append, keep=True)
    channel.run(add, 2, 2, done=answers.append, keep=True)
    gate.open.set()
    runner.wait()
    assert answers == ["first", 4]


def test_a_channel_goes_on_after_an_answer_was_taken_badly(runner, qtbot):
    def stumble(answer):
        raise ZeroDivisionError

    answers, channel = [], runner.latest()
    with qtbot.captureExceptions() as caught:
        channel.run(add, 1, 1, done=stumble)
        runner.wait()
    channel.run(add, 2, 2, done=answers.append)
    runner.wait()
    assert answers == [4]
    assert [kind for kind, _, _ in caught] == [ZeroDivisionError]


def test_closing_waits_for_the_threads_and_hands_over_nothing_more(qapp):
    runner, gate, answers = JobRunner(), Gate(), []
    job: Job = runner.run(gate.work, "late", done=answers.append)
    assert gate.reached.wait(5)
    runner.close()
    assert answers == []
    assert job.progress.token.cancelled
    assert not [t for t in threading.enumerate() if t.name.startswith("confinia-")]


def test_nothing_starts_after_closing(qapp):
    runner = JobRunner()
    channel = runner.latest()
    runner.close()
    with pytest.raises(Refused):
        runner.run(add, 1, 1)
    channel.run(add, 1, 1, done=lambda answer: None)
    assert not channel.busy


def test_a_token_that_was_set_before_the_work_began_keeps_it_from_beginning(runner):
    gate, begun = Gate(), []
    blockers = [runner.run(gate.work, "", done=begun.append) for _ in range(2)]
    waiting = runner.run(lambda progress: begun.append("begun"))
    waiting.cancel()
    gate.open.set()
    runner.wait()
    assert begun == ["", ""]
    assert waiting.state is JobState.CANCELLED
    assert all(job.state is JobState.DONE for job in blockers)


def test_a_stop_is_a_sentence_too():
    progress = Progress()
    progress.token.cancel()
    with pytest.raises(Cancelled, match=r"Nothing was changed\."):
        progress.step("Reading", 1, 2)


class Asker(QObject):
    """Somebody who asks and may be gone when the answer comes."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[object] = []

    def hear(self, answer: object) -> None:
        self.heard.append(answer)


def fail(progress: Progress) -> None:
    raise NotFound("There is no such file.")


def test_nobody_who_is_gone_is_answered_but_what_failed_is_said(runner, qtbot):
    gone, here, said = Asker(), Asker(), []
    heard = gone.heard
    runner.failed.connect(said.append)
    for asker in (gone, here):
        runner.run(add, 2, 3, done=asker.hear)
        runner.run(add, 2, 4, done=partial(asker.hear))
    runner.run(fail, failed=gone.hear)
    delete(gone)
    runner.wait()
    assert heard == []
    assert sorted(here.heard) == [5, 6]
    assert [problem.sentence for problem in said] == ["There is no such file."]
