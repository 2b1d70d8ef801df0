/**
 * The certificate of silence: what a server's workers are spared while they serve, or not. A server
 * is started, asked, and watched from outside; nothing here measures speed.
 */
package io.gannet.bench.certify;
