/**
 * The client's side of protocols: requests into bytes, bytes into outcomes. Knows no socket and no
 * clock; allocates nothing per request.
 */
package io.gannet.bench.codec;
