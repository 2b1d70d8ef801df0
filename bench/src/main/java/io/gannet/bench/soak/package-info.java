/**
 * Clients that do everything for long, and know what they may be told: is there a lie, and does
 * what a server holds grow? Nothing here is measured but that.
 */
package io.gannet.bench.soak;
