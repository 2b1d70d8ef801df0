/**
 * The command line: from words to a product that runs, and from a signal to its end. Nothing here
 * knows what the options mean.
 */
package io.gannet.server.cli;
