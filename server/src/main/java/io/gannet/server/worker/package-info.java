/**
 * The data plane: one pinned thread, one ring, one shard. Everything that a request meets between
 * its CQE and its SQE is here or in the engine. Nothing here knows the admin, a product or the
 * command line; nothing here allocates, locks or blocks outside its own {@code io_uring_enter}.
 */
package io.gannet.server.worker;
