/**
 * The seam between protocols and storage engines, and what every engine has, such as the counts of
 * its items. The engines live in rooms of their own below this one and do not know each other; no
 * protocol is known here.
 */
package io.gannet.engine.store;
