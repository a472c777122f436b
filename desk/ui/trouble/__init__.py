"""When something is wrong with the PC, the disk or the database: what happened, and ways on."""
