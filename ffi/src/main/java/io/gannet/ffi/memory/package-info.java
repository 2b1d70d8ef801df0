/**
 * Memory in large pages: owned mappings, the ladder of page sizes that they come from, and the
 * proof of what was granted. What is laid out in them is not known here.
 */
package io.gannet.ffi.memory;
