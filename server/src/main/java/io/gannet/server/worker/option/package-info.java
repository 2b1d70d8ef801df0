/**
 * What a worker is set up with: its option tables and their values, the plan of its shard and the
 * size of its ring. Values and nothing else: no descriptor, no thread, and no other room of server.
 */
package io.gannet.server.worker.option;
