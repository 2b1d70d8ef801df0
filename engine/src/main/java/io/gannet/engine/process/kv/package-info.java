/**
 * What requests do to the items of one shard, whatever protocol they are written in: commands
 * without letters, and the outcome of each. The next protocol writes none of it again, and a
 * command may come from another shard's worker: what carries it out sees no session, no output and
 * no parser. No protocol enters.
 */
package io.gannet.engine.process.kv;
