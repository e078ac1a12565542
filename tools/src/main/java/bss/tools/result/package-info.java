/// What a run leaves behind: spikes, traces, statistics, and the files they go to.
@NullMarked
package bss.tools.result;

import org.jspecify.annotations.NullMarked;
