/**
 * The connection plane: ports, sockets in the file system, and who may come in. It hands
 * descriptors to workers and never reads from one. No protocol is known here but the words of a
 * refusal that the product gives it.
 */
package io.gannet.server.listener;
