/** The products: each names its protocol, its storage and its defaults. */
package io.gannet.server.product;
