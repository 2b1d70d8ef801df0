/**
 * A conversation's way through its requests, whatever protocol they are in: batches, values that
 * come slowly, budget, room, memory that is waited for, and the shards of others, to which a
 * command goes whose key is not this one's. A protocol's processor says how requests are read and
 * answers written.
 */
package io.gannet.engine.process.conversation;
