/// Who may do what at a shared job server: users and their tokens, a rule for every call, TLS.
@NullMarked
package bss.tools.job.access;

import org.jspecify.annotations.NullMarked;
