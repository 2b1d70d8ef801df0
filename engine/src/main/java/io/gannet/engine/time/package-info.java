/** Time as it is told to the engine. Nothing here reads a clock. */
package io.gannet.engine.time;
