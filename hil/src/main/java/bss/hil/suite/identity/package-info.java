/// J13 and J14: who answers, and that many at once are as one by one.
@NullMarked
package bss.hil.suite.identity;

import org.jspecify.annotations.NullMarked;
