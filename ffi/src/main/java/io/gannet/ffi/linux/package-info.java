/**
 * Linux as C sees it: one class per header (its calls and constants), one per struct. Calls are
 * static, named as in C, and return the result or {@code -errno}; constants keep C's spelling.
 *
 * <p>No policy enters here: nothing retries, chooses or remembers.
 */
package io.gannet.ffi.linux;
