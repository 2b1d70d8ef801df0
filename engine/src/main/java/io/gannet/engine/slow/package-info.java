/**
 * Which requests took long: the last of each worker, in a table of its own that any thread may
 * read. It is told of requests as the command log is, and knows no more of them.
 */
package io.gannet.engine.slow;
