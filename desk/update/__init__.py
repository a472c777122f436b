"""Updates of the program: which are trusted, how they come, and how they are put in.

What is trusted is said by TUF metadata, which headquarters sign (`signing`, `repository`,
`releases`) and every PC checks (`trusted`), wherever the bytes came from: headquarters' server, a
share, a USB stick (`fetching`) or another PC of the site (`site_cache`).  What is put in is the
same package that IT installs by hand, by the system's own installer (`installers`), at night,
after a backup, in steps that a journal keeps (`journal`, `putting_in`), with a way back.

Root's work alone; `desk.commands.update` is its door.  Nothing here keeps anybody from working:
when something is wrong, only updates stand still.
"""
