"""How the checks of this folder end: what is wrong, a line each, then how much was read."""


def told(wrong, seen, least, what):
    """Prints it. 0, or 1 where something is wrong or so little was read that the path cannot be right."""
    for line in wrong:
        print(line)
    print(f"{seen} {what} read, {len(wrong)} wrong" + ("" if seen >= least else ": too few, is the path right?"))
    return 1 if wrong or seen < least else 0
