/// The strategy `optimise`: plans, sites, routes and drivers, each search with the results of the others.
@NullMarked
package bss.mapper.optimise;

import org.jspecify.annotations.NullMarked;
