"""Valid example calls, a file for each room: ``CALLS = {"name": (callable, {argument: value, ...}), ...}``.

Every public function of the room's ``__all__`` has at least one, and every public method of its results that takes
arguments; a name may be followed by words ("compose a frame"). `test_hostile_arguments.py` puts odd values into every
argument of each. Small data: a call takes milliseconds.
"""
