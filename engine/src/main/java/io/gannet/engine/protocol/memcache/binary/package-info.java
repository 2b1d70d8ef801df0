/**
 * memcached's binary protocol: bytes to {@code BinaryRequest}s, replies to bytes, as memcached 1.6
 * has it. What a request does is not known here, and no store enters.
 *
 * <pre>
 *   0       1        2            4               5           6          8
 *  +-------+--------+------------+---------------+-----------+----------+
 *  | magic | opcode | key length | extras length | data type | reserved |   a reply has its status
 *  +-------+--------+------------+---------------+-----------+----------+   in the last two bytes
 *   8             12       16             24
 *  +-------------+--------+--------------+--------+-----+-------+
 *  | body length | opaque |     cas      | extras | key | value |           all big-endian
 *  +-------------+--------+--------------+--------+-----+-------+
 *                                         \____ body length ___/
 * </pre>
 */
package io.gannet.engine.protocol.memcache.binary;
