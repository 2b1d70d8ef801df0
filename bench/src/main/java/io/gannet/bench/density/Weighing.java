package io.gannet.bench.density;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * One server, overfilled and at rest.
 *
 * @param memoryMib that it was given
 * @param residentBytes of its process: RSS and hugetlb pages
 * @param storeBytes of them, those of the one mapping that is as large as its memory, if there is
 *     one
 * @param items that it gave back when each key that was ever stored was asked for
 * @param toldBytes what an item costs beyond key and value as the server itself says, if it does
 */
record Weighing(
    int memoryMib,
    long residentBytes,
    OptionalLong storeBytes,
    long items,
    OptionalDouble toldBytes) {}
