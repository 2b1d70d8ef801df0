package io.gannet.ffi.abi;

import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;

/** Derives offsets from the names in a layout, so that no offset is ever typed as a number. */
public final class Layouts {
  private Layouts() {}

  /** The offset in bytes of {@code member}; throws if the layout has none of that name. */
  public static long offset(StructLayout layout, String member) {
    return layout.byteOffset(PathElement.groupElement(member));
  }
}
