/// What a run found, for people and for machines: terminal, JUnit XML, JSON, a page.
@NullMarked
package bss.hil.report;

import org.jspecify.annotations.NullMarked;
