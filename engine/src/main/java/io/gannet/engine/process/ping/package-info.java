/** The ping protocol, answered. No store enters: nothing is kept. */
package io.gannet.engine.process.ping;
