"""The map: a canvas of our own. How a feature becomes a pixel, in the order in which it happens.

    geodata.model.reference.Columns   degrees, many shapes in few arrays
      features.py   the project's features as layers: stretches.py the line, cut by what is said of it, point_layers.py
                    turning points, markers, notes; references.py what lies beneath
      plane.py      degrees to Mercator metres, once
      geometry.py   boxes of every part; what touches the window, thinned to within half a pixel (grids that nest)
      chains.py     which part goes on from which, so that dashes run on
      spacing.py    how far each point stands alone, and so at which scales it is drawn
      layers.py     DrawLayer: geometry + a look for every feature + labels + ids       (frozen)
      scene.py      Scene: layers, theme, what is selected                              (frozen)
      view.py       View: centre, metres per pixel, size: which part of the plane       (frozen)
    ------------------------------------------------------------- from here on in a worker thread
      render.py     paint(scene, view) -> QImage
      runs.py       polylines in pixels: clipped to the window, cut into dashes, set with ticks; numpy, no loop
      areas.py      rings filled and hatched
      brush.py      numpy -> QDataStream -> QPainterPath -> QPainter, in short paths
      labels.py     names that do not cover each other
    ------------------------------------------------------------- and back on the window's thread
      pictures.py   the last picture, copied and scaled until the next is ready; it reaches beyond the window
      overlay.py    what stands still (scale bar, north, disclaimer) and what glows for a moment
      canvas.py     MapCanvas: the widget; its paintEvent copies a picture and asks for the next

Gestures go the other way: gestures.py (what Qt's events mean), tools.py, line_tools.py and measure_tool.py (what the
left button does), pick.py (what is at a pixel or in a box). Looks and colours are in style.py.

Nothing here waits: a frame is one copy of memory. Nothing here measures: lengths come from geodata.geometry.
"""
