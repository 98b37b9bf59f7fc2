"""What waits to be given out: in which order, and when there is an end to it."""

import itertools

from seg4eo_engine.cluster.backlog import Backlog, GivenUp


def test_what_comes_back_is_given_before_what_is_new():
    backlog = Backlog(range(5))
    assert backlog.take(2) == [0, 1]
    backlog.put_back([1, 0, 1])
    assert backlog.take(3) == [1, 0, 2]
    assert backlog.take(9) == [3, 4]
    assert backlog.is_empty
    assert backlog.take(1) == []


def test_new_items_are_asked_for_as_they_are_needed():
    asked = itertools.count()
    backlog = Backlog(next(asked) for _ in itertools.count())
    assert backlog.take(0) == backlog.take(-1) == []
    backlog.take(3)
    assert next(asked) == 3
    assert not backlog.is_empty


def test_what_ended_too_many_workers_is_told_once_and_given_no_more():
    backlog = Backlog([7], most_ends=2)
    for _ in range(2):
        assert backlog.take(1) == [7]
        assert backlog.given_up() == []
        backlog.count_end(7)
        backlog.put_back([7])
    assert backlog.take(1) == []
    assert not backlog.is_empty, "its end was not told yet"
    assert backlog.given_up() == [(7, GivenUp(2))]
    assert backlog.given_up() == []
    assert backlog.is_empty


def test_an_item_has_failed_for_good_at_the_third_time():
    backlog = Backlog([1, 2])
    assert [backlog.has_failed_for_good(item) for item in (1, 2, 1, 1)] == [False, False, False, True]
