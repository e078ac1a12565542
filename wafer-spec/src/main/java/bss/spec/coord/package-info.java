/// Names of the parts of a wafer: one value type for each kind of place, numbered as the public halco coordinates
/// number them.
///
/// Every type counts its places from 0 (`index()`, `of(int)`, `all()`), refuses places that do not exist, and is
/// ordered by index. y grows downwards (north = small y); left and top are 0, right and bottom 1. Hot code holds the
/// index in an `int` and asks [bss.spec.topology][bss.spec.topology]; the records are for borders: files, commands,
/// messages, tests.
@NullMarked
package bss.spec.coord;

import org.jspecify.annotations.NullMarked;
