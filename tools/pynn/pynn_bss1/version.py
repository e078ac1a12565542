"""Of this package and of the jars that come with it."""

VERSION = "0.1.0"
