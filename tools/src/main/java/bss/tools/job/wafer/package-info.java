/// Jobs on a wafer: networks in columns become [bss.mapper.network.Network]s, are mapped, and run in one session.
@NullMarked
package bss.tools.job.wafer;

import org.jspecify.annotations.NullMarked;
