"""`python -m claimhouse` is the same as the console script."""

from claimhouse.cli import main

if __name__ == "__main__":
    main()
