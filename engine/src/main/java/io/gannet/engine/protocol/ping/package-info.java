/** The ping protocol: six bytes each way. No store and no session enters. */
package io.gannet.engine.protocol.ping;
