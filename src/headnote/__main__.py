"""`python -m headnote` is `headnote`."""

from headnote.cli import main

main()
