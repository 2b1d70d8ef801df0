/**
 * What a room counts: written by one thread, readable from another. Each room declares its metrics
 * in one class; a product sums them. Nothing here formats or exports.
 */
package io.gannet.engine.metrics;
