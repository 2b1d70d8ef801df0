/**
 * The command line: {@code gannet bench …} and {@code gannet doctor}. Options are declared here and
 * turned into plans; nothing is measured here.
 */
package io.gannet.bench.cli;
