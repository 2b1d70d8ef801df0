/**
 * Where a protocol meets a store: the only room that knows both. What a worker knows of a product
 * is here too: {@code Processor}, {@code Session}, {@code Output}. No descriptor and no ring
 * enters.
 */
package io.gannet.engine.process;
