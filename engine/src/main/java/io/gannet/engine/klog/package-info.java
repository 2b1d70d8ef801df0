/**
 * The command log: how it lies in a file and in the rings between workers and who writes it, what
 * a worker does to log a request, and how what was logged is read again. Bytes over memory that is
 * given: no file, no thread, no protocol.
 */
package io.gannet.engine.klog;
