/**
 * The data plane: what turns CQEs into SQEs, on one pinned thread that has one ring and one shard.
 * Everything that a request meets between its CQE and its SQE is here or in the engine.
 *
 * <p>Nothing here knows who runs the turn, who posts to it or who looks at it: no thread, no option
 * table and no room of server but the values of {@code worker.option}. Nothing here allocates,
 * locks or blocks outside its own {@code io_uring_enter}. Public is what the worker's face needs,
 * and what is told to everybody: {@link Life}, {@link WalkReport} and {@link WorkerMetrics}.
 */
package io.gannet.server.worker.turn;
