/**
 * What a host can give to this process: the memory that is left, by the host's own account and its
 * cgroups', and descriptors. Read when asked, nothing is kept. What one needs of it is not known
 * here.
 */
package io.gannet.ffi.host;
