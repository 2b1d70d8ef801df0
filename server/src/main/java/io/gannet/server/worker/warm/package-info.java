/**
 * Has the data plane compiled before the port opens, by a client that speaks to a scratch worker as
 * the listener does. It knows the worker's face, nothing of its turn, and leaves nothing behind.
 */
package io.gannet.server.worker.warm;
