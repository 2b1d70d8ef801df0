/**
 * What was measured, as people and programs want it: table, JSON, histogram file, HTML, pictures.
 * Measures nothing, and writes only where it is told to. Pictures are SVG of our own: no script,
 * nothing fetched, legible in light and dark and without colours.
 */
package io.gannet.bench.report;
