/**
 * How many misses there would be with other memory: what lies between two requests for a key, in
 * bytes, of a sample of the keys. No store, no protocol: hashes and lengths.
 */
package io.gannet.engine.reuse;
