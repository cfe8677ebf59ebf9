"""Start the program as a person does and say when it can be used: seconds since the moment given, one line for each.

    python tests/benchmarks/window_start.py MOMENT SETTINGS [PROJECT]

"window" is when the window is painted and answers; "picture" when the map of the project is painted too.
"""

import sys
import time
from pathlib import Path

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from desktop.app.program import Program
from desktop.settings import Memory
from geodata.offline import stay_offline

begun = float(sys.argv[1])
stay_offline()
app = QApplication(sys.argv[:1])
program = Program(app, Memory(Path(sys.argv[2])))
program.window.resize(1600, 1000)
program.window.show()
app.sendPostedEvents()
program.window.grab()
print("window", time.time() - begun, flush=True)
if len(sys.argv) > 3:
    drawn = QEventLoop()
    program.canvas.drawn.connect(lambda: drawn.quit() if program.canvas.scene.layers else None)
    program.files.open(Path(sys.argv[3]))
    drawn.exec()
    print("picture", time.time() - begun, flush=True)
program.window.close()
