/**
 * The direct-mapped store, the simplest that keeps every promise of {@link
 * io.gannet.engine.store.Store}: a key's hash names its one bucket, and whatever comes later takes
 * its place. It is here to be read, and as a yardstick for the others; {@code
 * engine/docs/050-adding-a-storage.md} makes it step by step. It knows no protocol and no other
 * engine, owns no memory, no thread and no clock.
 */
package io.gannet.engine.store.direct;
