/**
 * What the user wants: option tables, and the values that defaults, a TOML file and flags give
 * them. Which options there are is said by the rooms that they configure; none is known here.
 */
package io.gannet.server.config;
