/**
 * What a worker is set up with: its option tables and their values, the plan of its shard, and the
 * size of its ring. Nothing here owns a descriptor or a thread, or knows another room of server.
 */
package io.gannet.server.worker.option;
