/**
 * Where a protocol meets a store: this room and those below it are the only ones that know both.
 * What requests do in any protocol is in {@code kv}; each other room is a protocol's. What a worker
 * knows of a product is here too: {@code Processor}, {@code Session}, {@code Output}. No descriptor
 * and no ring enters.
 */
package io.gannet.engine.process;
