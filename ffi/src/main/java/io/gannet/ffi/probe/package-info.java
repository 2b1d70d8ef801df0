/**
 * What the ways of calling C cost: for bench alone, which may not link anything itself. Nothing of
 * the library uses it, so nothing here is ever loaded by a server.
 */
package io.gannet.ffi.probe;
