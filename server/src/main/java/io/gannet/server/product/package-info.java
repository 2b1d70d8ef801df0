/**
 * The products: each one short file that names its protocol, its storage and its defaults. Nothing
 * but the command line knows them.
 */
package io.gannet.server.product;
