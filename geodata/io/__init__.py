"""Everything that touches a disk: the project file, foreign formats in, views out. No data frame leaves a function."""
