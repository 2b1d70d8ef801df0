/**
 * Which keys are asked for most: what one request of so many asks for is counted, in a table of a
 * worker's own that any thread may read. No protocol, no store, nothing of what is done: keys
 * alone.
 */
package io.gannet.engine.hotkey;
