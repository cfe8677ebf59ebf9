"""What people see; thin. Everything true about borders is asked of `geodata`.

Rooms, each knowing only those below it:

    app                                   the only place where everything is constructed and connected
    main_window  review  panels  dialogs  the shell and what stands in it, one widget a file
    map                                   the canvas: how a feature becomes a pixel
    models  session  selection  jobs  settings  actions
                                          Qt models; the open project; what is selected; long work; memory; commands

How a value walks: a gesture calls `session.mark(...)`; the session asks geodata for deltas, the store makes them durable,
then `changed(deltas)` goes out and tables, map, strip and history follow. There is no other way to change the project.
"""
