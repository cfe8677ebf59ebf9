"""What people see; thin. Everything true about borders is asked of `geodata`.

Rooms, each knowing only those below it:

    app                                   the only place where everything is constructed and connected
    demonstration                         the sample journey, performed in that window
    main_window  survey  review  publish  the shell, and the workspaces that stand in it
    guide                                 the pages of resources/help, read beside the work
    panels  dialogs                       what stands around the map and what is asked of people, one widget a file
    map                                   the canvas: how a feature becomes a pixel
    models  session  selection  jobs  settings  actions
                                          Qt models; the open project; what is selected; long work; memory; commands
    opening                               the job that reads all of a project before the window takes it

    theme  stylesheet  icons              how everything around the map looks

How a value walks: a gesture calls `session.mark(...)`; the session asks geodata for deltas, the store makes them
durable, then `changed(deltas)` goes out and tables, map, strip and history follow. There is no other way to change
the project.
"""
