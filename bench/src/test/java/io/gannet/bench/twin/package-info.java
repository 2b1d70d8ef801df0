/** The C programs that Gannet is measured against: they must be right before they are fast. */
package io.gannet.bench.twin;
