/**
 * Options as a table: each room declares its own next to what they configure, a product sums them.
 * How they are read (command line, file) is not known here.
 */
package io.gannet.engine.option;
