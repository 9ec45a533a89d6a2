"""CHILD: the pages about one child, with ten facts and with four hundred, against their own statements."""
