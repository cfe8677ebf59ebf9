"""A scripted editing run to be killed: marks one stretch after another and says each number once it is confirmed."""

import sys
from pathlib import Path

from geodata.changes import gestures
from geodata.changes.delta import apply
from geodata.geometry.stretch import stretch
from geodata.io.store import Store
from geodata.model.project import Project
from geodata.model.status import View

store = Store.open(Path(sys.argv[1]))
project = store.load()
step = len(project.segment("line").position_a)
print(step, flush=True)
while True:
    segment = project.segment("line")
    place = stretch(segment, step * 100, step * 100 + 50)
    deltas = gestures.mark(project, segment, place, View.AGREED, f"step {step}")
    store.commit(f"Mark {step}", deltas)
    project = Project(project.settings, apply(project.layers, deltas))
    step += 1
    print(step, flush=True)
