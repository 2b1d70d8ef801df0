/**
 * Bytes as every other room of the engine handles them. Nothing here knows a protocol or a store.
 */
package io.gannet.engine.bytes;
